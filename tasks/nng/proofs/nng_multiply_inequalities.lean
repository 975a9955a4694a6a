  refine Nat.le_trans (Nat.mul_le_mul_left a k) ?_
  rw [Nat.mul_comm a d, Nat.mul_comm b d]
  exact Nat.mul_le_mul_left d h
