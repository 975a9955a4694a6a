  intro f h0 h n
  induction n with
  | zero => rw [h0, Nat.mul_zero, Nat.pow_zero]
  | succ n ih => rw [h, Nat.mul_add, Nat.add_right_comm, ih, Nat.pow_succ, Nat.mul_succ, Nat.add_comm, Nat.mul_comm b]
