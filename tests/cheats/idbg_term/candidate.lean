theorem goal : 1 = 2 := idbg 0; by decide
