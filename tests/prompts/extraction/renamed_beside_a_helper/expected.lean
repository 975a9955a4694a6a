lemma helper : 2 = 2 := rfl

theorem foo : 1 = 1 := by
  have := helper
  rfl
