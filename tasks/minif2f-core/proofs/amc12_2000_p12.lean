  obtain rfl : c = 12 - a - b := by omega
  exact (show ∀ x < 13, ∀ y < 13, x + y ≤ 12 →
    x * y * (12 - x - y) + x * y + y * (12 - x - y) + x * (12 - x - y) ≤ 112 by decide +kernel)
    a (by omega) b (by omega) (by omega)
