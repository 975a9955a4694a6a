  obtain ⟨k, hk⟩ := h
  refine ⟨k, ?_⟩
  rw [Nat.mul_assoc] at hk
  have le : ∀ x y : Nat, c * x = c * y → y ≤ x := by
    intro x y e
    rcases Nat.lt_or_ge x y with l | l
    · exfalso
      have m : c * x + c ≤ c * y := by
        have m := Nat.mul_le_mul_left c l
        rw [Nat.mul_succ] at m
        exact m
      rw [e] at m
      exact Nat.not_le_of_lt (Nat.add_le_add_left hc (c * y)) m
    · exact l
  exact Nat.le_antisymm (le _ _ hk.symm) (le _ _ hk)
