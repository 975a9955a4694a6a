@[defeq] theorem hole : 1 = 2 := sorry

theorem goal : 1 = 2 := by simp [hole]
