by exact Nat.succ_add a b
