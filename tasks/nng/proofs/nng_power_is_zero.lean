  induction n with
  | zero => exact Nat.noConfusion h
  | succ n ih =>
    cases a with
    | zero => rfl
    | succ a =>
      apply ih
      rw [Nat.pow_succ, Nat.mul_succ] at h
      exact Nat.eq_zero_of_le_zero (h ▸ Nat.le_add_left ((a + 1) ^ n) ((a + 1) ^ n * a))
