@[extern "lean_nat_add"] def plus (a b : Nat) : Nat := a

theorem goal : 2 = 2 := rfl
