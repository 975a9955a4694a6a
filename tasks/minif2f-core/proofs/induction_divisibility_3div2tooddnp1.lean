  have twos : ∀ m : ℕ, 2 ^ (2 * m + 1) % 3 = 2 := by
    intro m
    induction m with
    | zero => rfl
    | succ m ih => rw [show 2 * (m + 1) + 1 = 2 * m + 1 + 2 from rfl, Nat.pow_add]; omega
  have h := twos k
  omega
