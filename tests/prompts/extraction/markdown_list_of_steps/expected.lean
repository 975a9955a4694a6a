theorem foo : 1 = 1 := by
  -- Step 1 and 2
  rfl
