  intro f h0 h n
  induction n with
  | zero => rw [h0, Nat.pow_zero]
  | succ n ih => rw [h, Nat.pow_succ, Nat.mul_succ, Nat.mul_one, Nat.add_right_comm, ih]
