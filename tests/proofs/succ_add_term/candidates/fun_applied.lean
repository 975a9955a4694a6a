(fun x y => Nat.succ_add x y) a b
