unlock_limits

theorem goal : (2 ^ 400000 - 1) % 7 = 1 := by decide
