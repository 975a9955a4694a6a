  rw [Nat.mul_comm b a, Nat.mul_left_comm, Nat.mul_comm c b]
