sorry

theorem other : 1 = 1 := rfl
