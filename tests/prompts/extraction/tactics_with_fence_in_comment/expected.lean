have h : 1 = 1 := by
  /- ```lean4
  simp
  ``` -/
  rfl
exact h
