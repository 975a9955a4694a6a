class Trust (p : Prop) : Prop where
  out : p
axiom instBad : Trust (1 = 2)
attribute [instance] instBad

theorem goal : 1 = 2 := Trust.out
