  obtain ⟨s, hs⟩ := square
  obtain ⟨t, ht⟩ := cube
  refine Nat.le_of_not_lt fun h => ?_
  have s8 : s < 8 := Nat.lt_of_not_le fun l => by have := Nat.pow_le_pow_left l 2; omega
  have t4 : t < 4 := Nat.lt_of_not_le fun l => by have := Nat.pow_le_pow_left l 3; omega
  exact (show ∀ x < 8, ∀ y < 4, 10 ≤ x ^ 2 → ¬y ^ 3 = x ^ 2 by decide +kernel) s s8 t t4 (by omega) (by omega)
