show Nat.succ a + b = Nat.succ (a + b) from
  Nat.succ_add a b
