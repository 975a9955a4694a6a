  have product := Nat.gcd_mul_lcm m 40
  rw [gcd_eq, lcm_eq] at product
  omega
