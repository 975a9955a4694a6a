axiom Classical.choice' {p : Prop} : p

theorem goal : 1 = 2 := Classical.choice'
