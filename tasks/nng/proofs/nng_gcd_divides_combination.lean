  obtain ⟨u, hu⟩ := Nat.gcd_dvd_left a b
  obtain ⟨v, hv⟩ := Nat.gcd_dvd_right a b
  refine ⟨u * x + v, ?_⟩
  rw [Nat.mul_add, ← hv, ← Nat.mul_assoc, ← hu]
