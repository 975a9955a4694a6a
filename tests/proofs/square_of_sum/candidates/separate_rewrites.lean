rw [Nat.add_mul]
rw [Nat.mul_add a a b]
rw [Nat.mul_add b a b]
