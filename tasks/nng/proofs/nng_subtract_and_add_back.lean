  rw [Nat.add_assoc, Nat.add_comm (a - b), Nat.add_sub_of_le h, Nat.add_comm]
