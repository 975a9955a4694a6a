  refine Int.not_lt.mp fun h => ?_
  have search : ∀ x : ℤ, 0 < x → x < 19 → ∀ y : ℤ, 0 < y → y < 19 → ¬(7 ∣ x) → ¬(7 ∣ y) → ¬(7 ∣ x + y) → x + y < 19 →
      ¬(7 ^ 7 ∣ (x + y) ^ 7 - x ^ 7 - y ^ 7) := by decide +kernel
  exact search a ha (by omega) b hb (by omega) na nb nab h power
