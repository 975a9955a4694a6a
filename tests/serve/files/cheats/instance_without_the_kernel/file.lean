set_option debug.skipKernelTC true in
instance : Nonempty (1 = 2) := ⟨by decide +kernel⟩
