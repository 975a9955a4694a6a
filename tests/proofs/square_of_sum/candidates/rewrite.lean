rw [Nat.add_mul, Nat.mul_add, Nat.mul_add]
