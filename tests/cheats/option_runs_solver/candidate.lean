set_option sat.solver "/bin/sh"

theorem goal : 1 = 2 := by decide
