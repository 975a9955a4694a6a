  obtain ⟨s, hs⟩ := cube
  obtain ⟨t, ht⟩ := fourth
  refine Nat.le_of_not_lt fun h => ?_
  have s16 : s < 16 := Nat.lt_of_not_le fun l => by have := Nat.pow_le_pow_left l 3; omega
  have t8 : t < 8 := Nat.lt_of_not_le fun l => by have := Nat.pow_le_pow_left l 4; omega
  exact (show ∀ x < 16, ∀ y < 8, 2 ≤ x ^ 3 → ¬y ^ 4 = x ^ 3 by decide +kernel) s s16 t t8 (by omega) (by omega)
