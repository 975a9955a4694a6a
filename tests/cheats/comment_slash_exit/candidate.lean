theorem goal : 1 = 1 := rfl

/-/- -/ #exit -- -/

theorem other : 1 = 2 := rfl
