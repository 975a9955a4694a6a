  induction n with
  | zero => rw [Nat.pow_zero, Nat.mul_one]
  | succ n ih => rw [Nat.pow_succ, Nat.mul_one, ih]
