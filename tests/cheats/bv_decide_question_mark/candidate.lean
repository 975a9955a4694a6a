theorem goal : 1 = 2 := by bv_decide?
