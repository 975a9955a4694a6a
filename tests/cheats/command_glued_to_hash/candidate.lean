theorem other : 1 = 1 := rfl
 #evalaxiom bad : 1 = 2

theorem goal : 1 = 2 := bad
