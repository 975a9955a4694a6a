  induction n with
  | zero => decide
  | succ n ih =>
    rw [Nat.pow_succ, Nat.pow_succ, ← ih, Nat.mul_assoc, Nat.mul_left_comm 2, ← Nat.mul_assoc]
