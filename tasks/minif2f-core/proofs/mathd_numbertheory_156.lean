  have left : Nat.gcd (n + 7) (2 * n + 1) ∣ 2 * (n + 7) := Nat.dvd_mul_left_of_dvd (Nat.gcd_dvd_left _ _) 2
  have right : Nat.gcd (n + 7) (2 * n + 1) ∣ 2 * n + 1 := Nat.gcd_dvd_right _ _
  have d := Nat.dvd_sub left right
  rw [show 2 * (n + 7) - (2 * n + 1) = 13 by omega] at d
  exact Nat.le_of_dvd (by decide) d
