unsafe def bad : 1 = 2 := bad

theorem goal : 1 = 2 := bad
