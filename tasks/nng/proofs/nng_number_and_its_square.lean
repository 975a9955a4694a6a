  cases a with
  | zero => exact Nat.le_refl 0
  | succ a =>
    rw [Nat.mul_succ]
    exact Nat.le_add_left (a + 1) ((a + 1) * a)
