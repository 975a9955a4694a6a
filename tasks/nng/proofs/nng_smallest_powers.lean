  rw [Nat.pow_succ, Nat.pow_zero, Nat.one_mul]
