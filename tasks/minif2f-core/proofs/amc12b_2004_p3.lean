  have ha : a < 11 := by
    refine Nat.lt_of_not_le fun h => ?_
    have l := Nat.pow_le_pow_right (n := 2) (by decide) h
    have k := Nat.le_of_dvd (by decide) (⟨3 ^ b, product.symm⟩ : 2 ^ a ∣ 1296)
    omega
  have hb : b < 7 := by
    refine Nat.lt_of_not_le fun h => ?_
    have l := Nat.pow_le_pow_right (n := 3) (by decide) h
    have k := Nat.le_of_dvd (by decide) (⟨2 ^ a, by rw [Nat.mul_comm]; exact product.symm⟩ : 3 ^ b ∣ 1296)
    omega
  exact (show ∀ x < 11, ∀ y < 7, 2 ^ x * 3 ^ y = 1296 → x + y = 8 by decide +kernel) a ha b hb product
