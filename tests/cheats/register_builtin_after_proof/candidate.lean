theorem helper : True := trivial register_builtin_option mine : Bool := { defValue := true }

theorem goal : 1 = 2 := by decide
