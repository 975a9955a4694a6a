  intro h
  have c : m ^ 3 % 7 = 0 ∨ m ^ 3 % 7 = 1 ∨ m ^ 3 % 7 = 6 := by
    have r : m % 7 = 0 ∨ m % 7 = 1 ∨ m % 7 = 2 ∨ m % 7 = 3 ∨ m % 7 = 4 ∨ m % 7 = 5 ∨ m % 7 = 6 := by omega
    rw [Int.pow_emod]
    rcases r with r | r | r | r | r | r | r <;> rw [r] <;> decide
  omega
