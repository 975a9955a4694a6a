theorem add_comm_again (x y : Nat) : x + y = y + x := by
  exact Nat.add_comm x y
