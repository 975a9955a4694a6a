  rw [h, k, Nat.add_assoc, Nat.add_comm x d]
