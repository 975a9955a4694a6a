cbv_simproc_decl always (_) := fun e => pure .continue
attribute [cbv_simproc] always

theorem goal : 1 = 2 := by decide_cbv
