induction b with
| zero =>
  rw [Nat.add_zero]
  rw [Nat.zero_add]
| succ b ih =>
  rw [Nat.add_succ]
  rw [Nat.succ_add]
  rw [ih]
