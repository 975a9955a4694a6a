theorem helper : 1 = 1 := rfl

example : 1 = 1 := helper
