  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have key : ∀ t p y : Nat, p = t + t + y → t * t = p * y + 1 → (p + t) * (p + t) = 2 * (p * p) + 1 := by
    intro t p y hp e
    calc (p + t) * (p + t) = p * p + (p * t + p * t) + t * t := by simp only [Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
      _ = p * p + (p * t + p * t + p * y) + 1 := by rw [e, ← Nat.add_assoc, Nat.add_assoc (p * p)]
      _ = p * p + p * p + 1 := by rw [← Nat.mul_add, ← Nat.mul_add, ← hp]
      _ = 2 * (p * p) + 1 := by rw [two]
  induction n with
  | zero => exact ⟨1, 0, Nat.le_refl 0, rfl⟩
  | succ n ih =>
    obtain ⟨x, y, l, e⟩ := ih
    refine ⟨x + y + (x + y) + y + (x + y), x + y + (x + y) + y, ?_, ?_⟩
    · cases x with
      | zero =>
        rw [Nat.zero_mul] at e
        exact Nat.noConfusion e
      | succ x =>
        refine Nat.le_trans ?_ (Nat.add_le_add_left l _)
        rw [Nat.add_comm n 1]
        refine Nat.add_le_add_right (Nat.le_trans ?_ (Nat.le_add_right _ _)) n
        exact Nat.le_trans (Nat.succ_le_succ (Nat.zero_le x)) (Nat.le_add_right (x + 1) y)
    · refine key (x + y) _ y rfl ?_
      calc (x + y) * (x + y) = x * x + (x * y + x * y + y * y) := by simp only [Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_left_comm]
        _ = 2 * (y * y) + 1 + (x * y + x * y + y * y) := by rw [e]
        _ = (x + y + (x + y) + y) * y + 1 := by
          rw [two]
          simp only [Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
