  exact (show ∀ x < 29, 3 * x ^ 2 + 2 * x + 1 = 57 → x = 4 by decide +kernel) b (by omega) value
