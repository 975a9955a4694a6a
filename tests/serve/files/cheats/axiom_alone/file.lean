axiom zz : False
