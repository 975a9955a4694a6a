-- /- begins a comment
theorem foo : 1 = 1 := by
  rfl
