  -- With x = a - 1 and so on, x * y * z divides the sum of the products of two and of x, y, z.
  have shifted : ∀ x y z : ℕ, 0 < x → x < y → y < z → x * (y * z) ∣ x * y + y * z + x * z + x + y + z →
      x = 1 ∧ y = 3 ∧ z = 7 ∨ x = 2 ∧ y = 4 ∧ z = 14 := by
    intro x y z hx hxy hyz d
    have le := Nat.le_of_dvd (by omega) d
    have x3 : x < 3 := by
      refine Nat.lt_of_not_le fun h => ?_
      have p₁ := Nat.mul_le_mul_right (y * z) h
      have p₂ := Nat.mul_le_mul_right (x * z) (show 4 ≤ y by omega)
      have p₃ := Nat.mul_le_mul_right (x * y) (show 5 ≤ z by omega)
      have p₄ := Nat.mul_le_mul_left x (Nat.mul_le_mul (show 4 ≤ y by omega) (show 5 ≤ z by omega))
      have p₅ := Nat.mul_le_mul_left y (Nat.mul_le_mul h (show 5 ≤ z by omega))
      have p₆ := Nat.mul_le_mul_left z (Nat.mul_le_mul h (show 4 ≤ y by omega))
      rw [Nat.mul_left_comm y x z] at p₂ p₅
      rw [Nat.mul_left_comm z x y, Nat.mul_comm z y] at p₃ p₆
      omega
    rcases (show x = 1 ∨ x = 2 by omega) with rfl | rfl
    · have d' : y * z ∣ 2 * y + 2 * z + 1 := by
        refine (Nat.dvd_add_right (Nat.dvd_refl (y * z))).mp ?_
        rw [show y * z + (2 * y + 2 * z + 1) = 1 * y + y * z + 1 * z + 1 + y + z by omega]
        rw [Nat.one_mul] at d
        exact d
      have le' := Nat.le_of_dvd (by omega) d'
      have y5 : y < 5 := by
        refine Nat.lt_of_not_le fun h => ?_
        have p := Nat.mul_le_mul_right z h
        have q := Nat.mul_le_mul_left y (show 6 ≤ z by omega)
        omega
      rcases (show y = 2 ∨ y = 3 ∨ y = 4 by omega) with rfl | rfl | rfl
      · obtain ⟨k, e⟩ := d'
        rw [Nat.mul_assoc 2 z k] at e
        omega
      · have small := (show ∀ w < 8, 3 < w → 3 * w ∣ 2 * 3 + 2 * w + 1 → w = 7 by decide +kernel) z (by omega) hyz d'
        omega
      · omega
    · have y6 : y < 6 := by
        refine Nat.lt_of_not_le fun h => ?_
        have p := Nat.mul_le_mul_right z h
        have q := Nat.mul_le_mul_left y (show 7 ≤ z by omega)
        omega
      rcases (show y = 3 ∨ y = 4 ∨ y = 5 by omega) with rfl | rfl | rfl
      · obtain ⟨k, e⟩ := d
        rw [Nat.mul_assoc 2] at e
        omega
      · have small := (show ∀ w < 15, 4 < w → 2 * (4 * w) ∣ 2 * 4 + 4 * w + 2 * w + 2 + 4 + w → w = 14 by decide +kernel)
          z (by omega) hyz d
        omega
      · exact absurd d ((show ∀ w < 9, 5 < w → ¬(2 * (5 * w) ∣ 2 * 5 + 5 * w + 2 * w + 2 + 5 + w) by
          decide +kernel) z (by omega) hyz)
  obtain ⟨x, rfl⟩ : ∃ x : ℕ, a = x + 1 := ⟨Int.toNat (a - 1), by omega⟩
  obtain ⟨y, rfl⟩ : ∃ y : ℕ, b = y + 1 := ⟨Int.toNat (b - 1), by omega⟩
  obtain ⟨z, rfl⟩ : ∃ z : ℕ, c = z + 1 := ⟨Int.toNat (c - 1), by omega⟩
  simp only [Int.add_sub_cancel, Int.mul_assoc] at divides
  have d : x * (y * z) ∣ x * y + y * z + x * z + x + y + z := by
    refine Int.natCast_dvd_natCast.mp ?_
    have e := Int.dvd_sub divides (Int.dvd_refl _)
    rw [show ((x : ℤ) + 1) * ((y + 1) * (z + 1)) - 1 - x * (y * z) = (x * y + y * z + x * z + x + y + z : ℕ) by
      simp only [Int.natCast_add, Int.natCast_mul, Int.add_mul, Int.mul_add, Int.mul_one, Int.one_mul]
      omega] at e
    exact e
  rcases shifted x y z (by omega) (by omega) (by omega) d with ⟨rfl, rfl, rfl⟩ | ⟨rfl, rfl, rfl⟩
  · exact .inl rfl
  · exact .inr rfl
