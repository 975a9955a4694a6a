theorem foo : 1 = 1 := by
  rfl
