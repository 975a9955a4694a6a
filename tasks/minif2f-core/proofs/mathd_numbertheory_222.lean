  have product := Nat.gcd_mul_lcm 120 m
  rw [gcd_eq, lcm_eq] at product
  omega
