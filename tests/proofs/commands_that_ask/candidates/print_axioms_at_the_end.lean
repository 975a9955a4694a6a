theorem asked (a b : ℕ) (h : a ≤ b) : a ≤ b + 1 := by
  omega

#print axioms asked
