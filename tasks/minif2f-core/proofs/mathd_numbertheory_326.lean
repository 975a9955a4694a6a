  have low : 0 < m := by
    refine Int.not_le.mp fun h => ?_
    have p : 0 ≤ (m - 1) * m := Int.mul_nonneg_of_nonpos_of_nonpos (by omega) h
    by_cases z : m = 0
    · rw [z] at product; exact absurd product (by decide)
    · have q := Int.mul_nonpos_of_nonneg_of_nonpos p (show m + 1 ≤ 0 by omega)
      omega
  have high : m < 10 := by
    refine Int.not_le.mp fun h => ?_
    have p : 9 * 10 ≤ (m - 1) * m := Int.mul_le_mul (by omega) h (by decide) (by omega)
    have q : 9 * 10 * 11 ≤ (m - 1) * m * (m + 1) := Int.mul_le_mul p (by omega) (by decide) (by omega)
    omega
  exact (show ∀ z : ℤ, 0 < z → z < 10 → (z - 1) * z * (z + 1) = 720 → z + 1 = 10 by decide +kernel) m low high product
