axiom bad : 1 = 2

theorem goal : 2 = 2 := rfl
