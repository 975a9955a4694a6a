:= Nat.succ_add a b
