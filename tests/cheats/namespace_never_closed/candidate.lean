namespace Other
theorem goal : 2 = 2 := rfl
