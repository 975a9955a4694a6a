  rw [Nat.mul_add, Nat.mul_add, Nat.mul_one, Nat.mul_comm c a]
