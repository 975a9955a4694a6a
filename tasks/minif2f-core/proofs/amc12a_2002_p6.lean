  refine ⟨bound + 1, by omega, 1, by decide, ?_⟩
  rw [Nat.mul_one]
  omega
