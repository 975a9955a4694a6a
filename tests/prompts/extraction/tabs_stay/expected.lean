theorem foo : 1 = 1 := by
	have h : 1 = 1 := rfl
	exact h
