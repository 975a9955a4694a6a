theorem foo : 1 = 1 := by norm_num
