theorem A : 1 = 2 := B
theorem B : 1 = 2 := A
