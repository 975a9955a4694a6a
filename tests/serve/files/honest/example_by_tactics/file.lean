example (a b : Nat) (h : a = b) : b = a := by
  induction a with
  | zero => exact h.symm
  | succ n ih => exact h.symm
