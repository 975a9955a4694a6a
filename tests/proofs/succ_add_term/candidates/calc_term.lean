calc
  Nat.succ a + b = Nat.succ (a + b) := Nat.succ_add a b
  _ = Nat.succ (a + b) := rfl
