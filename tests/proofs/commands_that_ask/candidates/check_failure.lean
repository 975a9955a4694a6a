#check_failure (1 : Bool → Bool)

theorem asked (a b : ℕ) (h : a ≤ b) : a ≤ b + 1 := by omega
