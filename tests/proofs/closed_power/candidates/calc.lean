calc
  2 ^ 10 % 1000 = 1024 % 1000 := by decide
  _ = 24 := by decide
