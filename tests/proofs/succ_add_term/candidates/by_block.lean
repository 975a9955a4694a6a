by
  induction b with
  | zero => rfl
  | succ b ih => rw [Nat.add_succ, Nat.add_succ, ih]
