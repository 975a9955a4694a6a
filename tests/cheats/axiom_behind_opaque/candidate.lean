axiom bad : 1 = 2
opaque shield : 1 = 2 := bad

theorem goal : 1 = 2 := shield
