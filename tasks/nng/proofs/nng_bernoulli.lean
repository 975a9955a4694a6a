  induction n with
  | zero =>
    exact Nat.le_of_eq (by rw [Nat.zero_mul, Nat.pow_zero])
  | succ n ih =>
    rw [Nat.pow_succ, Nat.mul_comm ((1 + a) ^ n)]
    refine Nat.le_trans ?_ (Nat.mul_le_mul_left (1 + a) ih)
    have e : (1 + a) * (1 + n * a) = 1 + (n + 1) * a + a * (n * a) := by simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    rw [e]
    exact Nat.le_add_right _ _
