theorem add_comm_again
    (a b : Nat)
    : a + b
      = b + a
    := by
  exact Nat.add_comm a b
