-- For example
-- ```lean
-- example : 2 = 2 := rfl
-- ```
theorem foo : 1 = 1 := by
  rfl
