theorem broken : 1 = 2 := by decide

theorem goal : 1 = 2 := broken
