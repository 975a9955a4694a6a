  induction h with
  | refl => exact Nat.le_refl _
  | step _ ih =>
    refine Nat.le_trans ih ?_
    rw [Nat.pow_succ]
    refine Nat.le_trans (Nat.le_of_eq (Nat.mul_one _).symm) ?_
    exact Nat.mul_le_mul_left _ ha
