theorem a : 1 = 1 := by
  rfl

theorem b : 1 = 1 := a
