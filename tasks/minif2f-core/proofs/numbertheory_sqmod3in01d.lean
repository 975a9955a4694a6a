  have h : z % 3 = 0 ∨ z % 3 = 1 ∨ z % 3 = 2 := by omega
  rw [Int.pow_emod]
  rcases h with h | h | h <;> rw [h] <;> decide
