theorem other : 1 = 1 := by
  x'a"axiom bad : 1 = 2 --"

theorem goal : 1 = 2 := bad
