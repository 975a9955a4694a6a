  have da : a ∣ 112 := lcm_eq ▸ Nat.dvd_lcm_left a b
  have db : b ∣ 112 := lcm_eq ▸ Nat.dvd_lcm_right a b
  have product := Nat.gcd_mul_lcm a b
  rw [gcd_eq, lcm_eq] at product
  have search : ∀ x < 113, x ∣ 112 → 8 ∣ x → ∀ y < 113, 896 = x * y → Nat.gcd x y = 8 → 72 ≤ x + y := by decide +kernel
  exact search a (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) da)) da (gcd_eq ▸ Nat.gcd_dvd_left a b)
    b (Nat.lt_succ_of_le (Nat.le_of_dvd (by decide) db)) product gcd_eq
