  rw [Nat.add_comm b a, h, Nat.add_comm, k]
