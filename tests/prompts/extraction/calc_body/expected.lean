calc 1 = 1 := rfl
  _ = 1 := rfl
