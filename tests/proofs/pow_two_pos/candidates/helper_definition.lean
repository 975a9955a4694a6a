def twice (n : Nat) : Nat := n * 2

theorem le_twice (n : Nat) : n ≤ twice n := by
  unfold twice
  rw [Nat.mul_succ, Nat.mul_one]
  exact Nat.le_add_right n n

theorem pow_two_pos (n : Nat) : 0 < 2 ^ n := by
  induction n with
  | zero => decide
  | succ n ih => exact Nat.lt_of_lt_of_le ih (le_twice (2 ^ n))
