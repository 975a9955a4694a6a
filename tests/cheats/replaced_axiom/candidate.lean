axiom propext : False

theorem goal : 1 = 2 := propext.elim
