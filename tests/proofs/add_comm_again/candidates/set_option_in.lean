set_option maxRecDepth 2000 in
set_option maxHeartbeats 400000 in
theorem add_comm_again (a b : Nat) : a + b = b + a := by
  exact Nat.add_comm a b
