  have padd : ∀ i j : Nat, a ^ (i + j) = a ^ i * a ^ j := by
    intro i j
    induction j with
    | zero => rw [Nat.add_zero, Nat.pow_zero, Nat.mul_one]
    | succ j ih => rw [← Nat.add_assoc, Nat.pow_succ, ih, Nat.pow_succ, Nat.mul_assoc]
  induction n with
  | zero => rw [Nat.mul_zero, Nat.pow_zero, Nat.pow_zero]
  | succ n ih => rw [Nat.pow_succ, ih, Nat.mul_succ, padd]
