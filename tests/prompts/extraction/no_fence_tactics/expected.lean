  induction n with
  | zero => rfl
  | succ n ih => rw [ih]
