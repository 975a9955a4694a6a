  rw [Nat.mul_add, Nat.add_mul, Nat.mul_one, Nat.one_mul]
  simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
