theorem a (n : Nat) : n + 0 = n := rfl example : 1 + 0 = 1 := a 1
