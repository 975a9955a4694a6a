  rw [Nat.pow_succ, Nat.mul_succ, Nat.mul_one]
