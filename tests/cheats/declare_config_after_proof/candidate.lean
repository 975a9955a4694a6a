theorem helper : True := by trivial declare_config_elab elabMine Nat

theorem goal : 1 = 2 := by decide
