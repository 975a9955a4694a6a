  have le : a ≤ 8 := least 5 8 (by decide) (by decide) (by decide) (by decide)
  have bound : x + 3 ≤ 40 := by rw [← gcd_eq]; exact Nat.gcd_le_right (by decide)
  exact (show ∀ b < 9, 0 < b → ∀ y < 38, Nat.gcd b 40 = y + 3 → Nat.lcm b 40 = y * (y + 3) → b = 8 by decide +kernel)
    a (by omega) ha x (by omega) gcd_eq lcm_eq
