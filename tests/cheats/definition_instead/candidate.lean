def goal : 2 = 2 := rfl
