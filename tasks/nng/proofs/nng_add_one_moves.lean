  rw [Nat.add_assoc, Nat.add_comm 1 b]
