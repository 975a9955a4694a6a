  intro n
  induction n with
  | zero => exact h0
  | succ n ih => rw [hf, hg, ih]
