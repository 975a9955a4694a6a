  induction k with
  | zero => decide
  | succ k ih => rw [Int.pow_succ, Int.pow_succ]; omega
