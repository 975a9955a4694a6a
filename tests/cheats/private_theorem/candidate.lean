private theorem goal : 2 = 2 := rfl
