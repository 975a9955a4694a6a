  simp only [Nat.add_comm, Nat.add_left_comm]
