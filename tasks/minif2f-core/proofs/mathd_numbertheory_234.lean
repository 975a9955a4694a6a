  exact (show ∀ x < 10, ∀ y < 10, (10 * x + y) ^ 3 = 912673 → x + y = 16 by decide +kernel)
    a (by omega) b (by omega) cube
