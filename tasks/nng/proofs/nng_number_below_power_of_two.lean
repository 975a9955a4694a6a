  induction n with
  | zero => decide
  | succ n ih =>
    rw [Nat.pow_succ, Nat.mul_succ, Nat.mul_one]
    refine Nat.lt_of_le_of_lt ih ?_
    refine Nat.lt_of_lt_of_le (Nat.le_refl (2 ^ n + 1)) ?_
    exact Nat.add_le_add_left (Nat.le_trans (Nat.succ_le_succ (Nat.zero_le n)) ih) (2 ^ n)
