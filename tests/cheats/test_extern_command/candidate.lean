test_extern Nat.add 1 2

theorem goal : 1 = 2 := by decide
