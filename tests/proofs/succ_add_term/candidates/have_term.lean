have h := Nat.succ_add a b
h
