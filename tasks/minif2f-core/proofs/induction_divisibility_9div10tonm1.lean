  have nines : ∀ m : ℕ, 10 ^ m % 9 = 1 := by
    intro m
    induction m with
    | zero => rfl
    | succ m ih => rw [Nat.pow_succ]; omega
  have h := nines k
  omega
