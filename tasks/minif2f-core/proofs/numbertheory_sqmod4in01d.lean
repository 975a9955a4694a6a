  have h : z % 4 = 0 ∨ z % 4 = 1 ∨ z % 4 = 2 ∨ z % 4 = 3 := by omega
  rw [Int.pow_emod]
  rcases h with h | h | h | h <;> rw [h] <;> decide
