  have h : b = 3 * a := by omega
  subst sum h
  exact (show ∀ x < 10, 1 ≤ x → (x + 3 * x) * (3 * x) = 10 * x + x + x → x + 3 * x + (x + 3 * x) = 8 by decide +kernel)
    a (by omega) ha.1 product
