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
