theorem goal (n : Nat) (h : n ≤ 3) : n < 4 := Nat.succ_le_succ h
