  intro f h0 h n
  induction n with
  | zero => rw [h0, Nat.zero_mul]
  | succ n ih =>
    rw [h, Nat.mul_add, ih, ← Nat.add_mul, Nat.mul_comm]
