@[simp 0BH2] theorem other : 1 = 1 := rfl

theorem goal : 1 = 2 := by decide
