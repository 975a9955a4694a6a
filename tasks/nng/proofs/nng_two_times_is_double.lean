  rw [Nat.succ_mul, Nat.one_mul]
