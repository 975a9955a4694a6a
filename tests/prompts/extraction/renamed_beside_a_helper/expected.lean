lemma helper : 2 = 2 := rfl

theorem main_result : 1 = 1 := by
  have := helper
  rfl
