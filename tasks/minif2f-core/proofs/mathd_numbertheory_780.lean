  have d : m ∣ i - 6 ^ 2 := Int.dvd_of_emod_eq_zero square
  have e : m ∣ 6 * i - 1 := Int.emod_eq_emod_iff_dvd_sub.mp (by rw [inverse, Int.emod_eq_of_lt (by decide) (by omega)])
  have f : m ∣ 215 := by
    have g := Int.dvd_sub e (Int.dvd_mul_of_dvd_right d 6)
    rw [show 6 * i - 1 - 6 * (i - 6 ^ 2) = 215 by omega] at g
    exact g
  exact (show ∀ k : ℤ, 10 ≤ k → k ≤ 99 → k ∣ 215 → k = 43 by decide +kernel) m low high f
