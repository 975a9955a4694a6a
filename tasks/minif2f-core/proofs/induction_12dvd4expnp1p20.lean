  have cycle : ∀ m : ℕ, 4 ^ (m + 1) % 12 = 4 := by
    intro m
    induction m with
    | zero => rfl
    | succ m ih => rw [Nat.pow_succ]; omega
  have h := cycle k
  omega
