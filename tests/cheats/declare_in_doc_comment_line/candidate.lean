/-- A helper. -/ declare_sint_simprocs Int8

theorem goal : 1 = 2 := by decide
