axiom zz : False

example : 1 = 2 := zz.elim
