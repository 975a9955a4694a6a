  have quotient : m / 1342 = 1 ∨ m / 1342 = 2 ∨ m / 1342 = 3 ∨ m / 1342 = 4 ∨ 5 ≤ m / 1342 := by omega
  rcases quotient with h | h | h | h | h <;> omega
