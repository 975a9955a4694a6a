simproc always (_) := fun e => pure e

theorem goal : 1 = 2 := by simp
