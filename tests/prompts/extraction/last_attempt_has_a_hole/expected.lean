theorem foo : 1 = 1 := by
  have h : 2 = 2 := by rfl
  sorry
