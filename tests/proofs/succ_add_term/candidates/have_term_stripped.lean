have h : Nat.succ a + b = Nat.succ (a + b) := by
      exact Nat.succ_add a b
  h
