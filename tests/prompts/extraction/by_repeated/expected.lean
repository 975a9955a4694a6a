by
  by_cases h : 1 = 1
  · exact h
  · rfl
