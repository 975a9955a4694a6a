set_option debug.skipKernelTC true in
def one : 1 = 2 := by decide +kernel
