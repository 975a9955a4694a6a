  have cycle : ∀ k : ℕ, 5 ^ (6 * k) % 7 = 1 := by
    intro k
    induction k with
    | zero => rfl
    | succ k ih => rw [show 6 * (k + 1) = 6 * k + 6 from rfl, Nat.pow_add]; omega
  have exponent : 999999 = 6 * 166666 + 3 := by decide
  rw [exponent, Nat.pow_add, Nat.mul_mod, cycle]
