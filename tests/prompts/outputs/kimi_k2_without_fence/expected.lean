theorem le_square (n : Nat) : n ≤ n * n := by
  cases n with
  | zero => exact Nat.le_refl 0
  | succ m => exact Nat.le_mul_of_pos_right (m + 1) (Nat.succ_pos m)
