def same (a b : Nat) : Prop := True
infix:50 " = " => same

theorem goal : 1 = 2 := trivial
