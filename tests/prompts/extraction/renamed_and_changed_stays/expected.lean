theorem bar : 2 = 2 := by
  rfl
