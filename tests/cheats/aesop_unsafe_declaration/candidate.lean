theorem other : 1 = 1 := by
  aesop (add unsafe def bad : Nat := 1)

theorem goal : 1 = 2 := by decide
