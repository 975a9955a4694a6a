example : 1 = 2 := sorry
