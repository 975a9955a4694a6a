  have left := Nat.dvd_mul_left_of_dvd (Nat.gcd_dvd_left (21 * k + 4) (14 * k + 3)) 2
  have right := Nat.dvd_mul_left_of_dvd (Nat.gcd_dvd_right (21 * k + 4) (14 * k + 3)) 3
  have d := Nat.dvd_sub right left
  rw [show 3 * (14 * k + 3) - 2 * (21 * k + 4) = 1 by omega] at d
  exact Nat.eq_one_of_dvd_one d
