  refine Nat.le_of_not_lt fun h => ?_
  have product := Nat.gcd_mul_lcm a b
  rw [gcd_eq] at product
  have pos : 0 < Nat.lcm a b := by
    have p := Nat.mul_pos ha hb
    omega
  have la := Nat.le_of_dvd pos (Nat.dvd_lcm_left a b)
  have lb := Nat.le_of_dvd pos (Nat.dvd_lcm_right a b)
  have small : a * b < 648 := by omega
  exact (show ∀ x < 108, x % 10 = 2 → ∀ y < 108, y % 10 = 4 → Nat.gcd x y = 6 → ¬x * y < 648 by decide +kernel)
    a (by omega) two b (by omega) four gcd_eq small
