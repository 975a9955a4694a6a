  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have double_inj : ∀ x y : Nat, x + x = y + y → x = y := by
    intro x y e
    rcases Nat.lt_or_ge x y with l | l
    · exfalso
      have m : x + x < y + y := Nat.lt_of_lt_of_le (Nat.add_le_add_left l x) (Nat.add_le_add_right (Nat.le_of_lt l) y)
      rw [e] at m
      exact Nat.lt_irrefl _ m
    · rcases Nat.lt_or_ge y x with k | k
      · exfalso
        have m : y + y < x + x := Nat.lt_of_lt_of_le (Nat.add_le_add_left k y) (Nat.add_le_add_right (Nat.le_of_lt k) x)
        rw [e] at m
        exact Nat.lt_irrefl _ m
      · exact Nat.le_antisymm k l
  have parity : ∀ x y : Nat, x + x ≠ y + y + 1 := by
    intro x
    induction x with
    | zero =>
      intro y e
      exact Nat.noConfusion e
    | succ x ih =>
      intro y e
      cases y with
      | zero =>
        have z : x + 1 + x = 0 := Nat.add_right_cancel (show x + 1 + x + 1 = 0 + 1 from e)
        rw [Nat.add_right_comm] at z
        exact Nat.noConfusion z
      | succ y =>
        refine ih y (Nat.add_right_cancel (?_ : _ + 2 = _ + 2))
        calc x + x + 2 = x + 1 + (x + 1) := by rw [Nat.add_assoc x 1, Nat.add_left_comm 1 x 1, ← Nat.add_assoc]
          _ = y + 1 + (y + 1) + 1 := e
          _ = y + y + 1 + 2 := by rw [Nat.add_assoc y 1, Nat.add_left_comm 1 y 1, ← Nat.add_assoc]
  have halves : ∀ n : Nat, (∃ k, n = k + k) ∨ ∃ k, n = k + k + 1 := by
    intro n
    induction n with
    | zero => exact Or.inl ⟨0, rfl⟩
    | succ n ih =>
      rcases ih with ⟨k, hk⟩ | ⟨k, hk⟩
      · exact Or.inr ⟨k, by rw [hk]⟩
      · exact Or.inl ⟨k + 1, by rw [hk]; simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]⟩
  have even : ∀ x y : Nat, x * x = y + y → ∃ k, x = k + k := by
    intro x y e
    rcases halves x with hk | ⟨k, hk⟩
    · exact hk
    · exfalso
      refine parity y (k * k + k * k + k + k) ?_
      rw [← e, hk]
      simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  have small : ∀ n a b : Nat, b ≤ n → a * a = b * b + b * b → b = 0 := by
    intro n
    induction n with
    | zero =>
      intro a b l _
      exact Nat.eq_zero_of_le_zero l
    | succ n ih =>
      intro a b l e
      obtain ⟨c, hc⟩ := even a (b * b) e
      have e2 : b * b = c * c + c * c := by
        refine (double_inj _ _ ?_).symm
        rw [← e, hc]
        simp only [Nat.mul_add, Nat.mul_comm, Nat.add_comm, Nat.add_left_comm]
      obtain ⟨d, hd⟩ := even b (c * c) e2
      have e3 : c * c = d * d + d * d := by
        refine (double_inj _ _ ?_).symm
        rw [← e2, hd]
        simp only [Nat.mul_add, Nat.mul_comm, Nat.add_comm, Nat.add_left_comm]
      cases d with
      | zero => rw [hd]
      | succ d =>
        exfalso
        have s : d + 1 ≤ n := by
          refine Nat.le_of_succ_le_succ (Nat.le_trans ?_ l)
          rw [hd]
          exact Nat.add_le_add_left (Nat.succ_le_succ (Nat.zero_le d)) (d + 1)
        exact Nat.noConfusion (ih c (d + 1) s e3)
  refine small b a b (Nat.le_refl b) ?_
  rw [h, two]
