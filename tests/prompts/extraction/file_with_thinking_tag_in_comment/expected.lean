/- <think> was here -/
theorem foo : 1 = 1 := by
  rfl
-- </think>
