  have low : b < 9 := by
    refine Int.not_le.mp fun h => ?_
    have prod : 10 * 9 ≤ a * b := Int.mul_le_mul (by omega) h (by decide) (by omega)
    omega
  have values : b = 1 ∨ b = 2 ∨ b = 3 ∨ b = 4 ∨ b = 5 ∨ b = 6 ∨ b = 7 ∨ b = 8 := by omega
  rcases values with rfl | rfl | rfl | rfl | rfl | rfl | rfl | rfl <;> omega
