  rw [Nat.mul_zero, Nat.zero_mul, Nat.zero_mul]
