  rw [Nat.mul_comm (a * b) c, Nat.mul_assoc]
