theorem helper : 1 = 2 := by
  sorry

theorem goal : 1 = 2 := helper
