  have multiple : ∀ n : Nat, ∃ m, 0 < m ∧ ∀ d, 1 ≤ d → d ≤ n → d ∣ m := by
    intro n
    induction n with
    | zero =>
      refine ⟨1, Nat.le_refl 1, ?_⟩
      intro d h k
      exact absurd (Nat.le_trans h k) (Nat.not_succ_le_zero 0)
    | succ n ih =>
      obtain ⟨m, hm, h⟩ := ih
      refine ⟨m * (n + 1), ?_, ?_⟩
      · rw [Nat.mul_succ]
        exact Nat.le_trans hm (Nat.le_add_left m (m * n))
      · intro d h1 h2
        rcases Nat.lt_or_ge n d with l | l
        · have e : d = n + 1 := Nat.le_antisymm h2 l
          exact ⟨m, by rw [e, Nat.mul_comm]⟩
        · obtain ⟨c, hc⟩ := h d h1 l
          exact ⟨c * (n + 1), by rw [hc, Nat.mul_assoc]⟩
  obtain ⟨m, hm, h⟩ := multiple n
  refine ⟨m + 1, Nat.succ_le_succ hm, ?_⟩
  intro d d2 dn hd
  obtain ⟨x, hx⟩ := h d (Nat.le_trans (by decide) d2) dn
  obtain ⟨y, hy⟩ := hd
  rw [hx] at hy
  rcases Nat.lt_or_ge x y with l | l
  · have k : d * x + d ≤ d * y := Nat.mul_le_mul_left d l
    rw [← hy] at k
    exact absurd (Nat.le_trans d2 (Nat.le_of_add_le_add_left k)) (by decide)
  · have k : d * y ≤ d * x := Nat.mul_le_mul_left d l
    rw [← hy] at k
    exact Nat.lt_irrefl _ k
