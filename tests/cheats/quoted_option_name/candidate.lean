set_option «debug».«skipKernelTC» true in
rfl
