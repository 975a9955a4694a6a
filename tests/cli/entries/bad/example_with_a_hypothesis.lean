example (a b : Nat) (h : a = b) : a + b + 0 = b + a := by
  omega
