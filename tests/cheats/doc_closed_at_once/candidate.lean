/--/ theorem goal : 1 = 2 := rfl -/
theorem other : 1 = 1 := rfl
