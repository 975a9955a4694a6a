  exact (show ∀ x < 10, 1 ≤ x → ∀ y < 10, 10 * x + y = x * y + x + y → y = 9 by decide +kernel)
    t (by omega) lead.1 u (by omega) (by omega)
