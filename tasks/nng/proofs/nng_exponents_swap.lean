  have pmul : ∀ x y k : Nat, (x * y) ^ k = x ^ k * y ^ k := by
    intro x y k
    induction k with
    | zero => rw [Nat.pow_zero, Nat.pow_zero, Nat.pow_zero]
    | succ k ih =>
      rw [Nat.pow_succ, ih, Nat.pow_succ, Nat.pow_succ]
      simp only [Nat.mul_assoc, Nat.mul_comm, Nat.mul_left_comm]
  have pone : ∀ k : Nat, 1 ^ k = 1 := by
    intro k
    induction k with
    | zero => exact Nat.pow_zero 1
    | succ k ih => rw [Nat.pow_succ, ih]
  induction m with
  | zero => rw [Nat.pow_zero, Nat.pow_zero, pone]
  | succ m ih => rw [Nat.pow_succ, pmul, ih, Nat.pow_succ]
