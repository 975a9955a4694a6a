#with_exporting axiom hidden : False

theorem goal : 1 = 2 := hidden.elim
