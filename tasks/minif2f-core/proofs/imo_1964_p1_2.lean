  have cycle : ∀ k : ℕ, 2 ^ k % 7 = 1 ∨ 2 ^ k % 7 = 2 ∨ 2 ^ k % 7 = 4 := by
    intro k
    induction k with
    | zero => exact .inl rfl
    | succ k ih => rw [Nat.pow_succ]; omega
  have c := cycle n
  omega
