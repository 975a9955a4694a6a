  rw [Nat.zero_add, Nat.add_zero]
