  rcases (show a = 1 ∨ 1 < a by omega) with rfl | ha'
  · rw [Nat.one_pow, Nat.pow_one] at powers
    exact .inl (by rw [← powers])
  rcases (show b = 1 ∨ 1 < b by omega) with rfl | hb'
  · rw [Nat.one_pow, Nat.one_pow, Nat.pow_one] at powers
    omega
  have b2 : b ^ 2 = b * b := Nat.pow_two b
  have large : b * b < a := by
    refine Nat.lt_of_not_le fun h => ?_
    have l := Nat.pow_le_pow_right ha (b2 ▸ h : a ≤ b ^ 2)
    rw [powers] at l
    have order : a ≤ b := (Nat.pow_le_pow_iff_left (Nat.ne_of_gt ha)).mp l
    have p := Nat.pow_lt_pow_left (Nat.lt_two_pow b) (Nat.ne_of_gt hb)
    have q : (2 ^ b) ^ b ≤ a ^ b ^ 2 := by
      rw [b2, Nat.pow_mul]
      exact Nat.pow_le_pow_left (Nat.pow_le_pow_left ha' b) b
    have r := Nat.pow_le_pow_right hb order
    rw [← powers] at r
    omega
  obtain ⟨q, rfl⟩ : b ∣ a := by
    refine (Nat.pow_dvd_pow_iff (n := b ^ 2) (Nat.ne_of_gt (Nat.pow_pos hb))).mp ?_
    rw [powers]
    exact Nat.pow_dvd_pow b (by omega)
  have bq : b < q := Nat.lt_of_mul_lt_mul_left large
  obtain ⟨e, rfl⟩ := Nat.exists_eq_add_of_le (Nat.le_of_lt bq)
  have reduced : (b + e) ^ b = b ^ e := by
    refine (Nat.pow_left_inj (Nat.ne_of_gt hb)).mp ?_
    refine Nat.eq_of_mul_eq_mul_left (Nat.pow_pos hb : 0 < b ^ (b * b)) ?_
    rw [← Nat.pow_mul, ← Nat.mul_pow, ← b2, powers, ← Nat.pow_mul, ← Nat.pow_add, b2, Nat.mul_add, Nat.mul_comm e b]
  have be : b < e := by
    refine Nat.lt_of_not_le fun h => ?_
    have l := Nat.pow_le_pow_right hb h
    have k := Nat.pow_lt_pow_left bq (Nat.ne_of_gt hb)
    omega
  obtain ⟨s, rfl⟩ : b ∣ e := by
    refine (Nat.dvd_add_right (Nat.dvd_refl b)).mp ?_
    refine (Nat.pow_dvd_pow_iff (n := b) (Nat.ne_of_gt hb)).mp ?_
    rw [reduced]
    exact Nat.pow_dvd_pow b (Nat.le_of_lt be)
  have s2 : 1 < s := Nat.lt_of_mul_lt_mul_left (a := b) (by rw [Nat.mul_one]; exact be)
  obtain ⟨r, rfl⟩ := Nat.exists_eq_add_of_le (show 2 ≤ s from s2)
  have last : r + 3 = b ^ (r + 1) := by
    refine Nat.eq_of_mul_eq_mul_left hb ?_
    refine (Nat.pow_left_inj (Nat.ne_of_gt hb)).mp ?_
    rw [← Nat.pow_succ', ← Nat.pow_mul, Nat.mul_comm (r + 1 + 1) b, show r + 1 + 1 = 2 + r by omega, ← reduced]
    rw [show b + b * (2 + r) = b * (r + 3) by rw [Nat.mul_add, Nat.mul_add]; omega]
  rcases (show r = 0 ∨ r = 1 ∨ 2 ≤ r by omega) with rfl | rfl | hr
  · have three : b = 3 := by rw [Nat.pow_one] at last; exact last.symm
    subst three
    exact .inr (.inr rfl)
  · have two : b = 2 := by
      rw [Nat.pow_two] at last
      have l : b < 3 := Nat.lt_of_not_le fun h => by have := Nat.mul_le_mul h h; omega
      omega
    subst two
    exact .inr (.inl rfl)
  · have l := Nat.pow_le_pow_left (show 2 ≤ b from hb') (r + 1)
    have k := Nat.lt_two_pow r
    rw [Nat.pow_succ] at l
    omega
