  have coprime : ∀ x : ℕ, x % 2 = 1 → Nat.Coprime 2 x := fun x odd => by
    show Nat.gcd 2 x = 1
    rw [Nat.gcd_rec, odd]
    decide
  -- A power of two that divides the product of an odd and a positive number is not greater than the second.
  have odd_factor : ∀ m x y : ℕ, x % 2 = 1 → 0 < y → 2 ^ m ∣ x * y → 2 ^ m ≤ y := fun m x y odd pos d =>
    Nat.le_of_dvd pos (((coprime x odd).pow_left m).dvd_of_dvd_mul_left d)
  -- With b = a + d the smaller factor divides the difference d * (2 * a + d - 1) of the two, and that is too much.
  have main : ∀ x d m n : ℕ, 0 < x → 0 < d → 2 ^ m = x + d + x ^ 2 → 2 ^ n = x + (x + d) ^ 2 → False := by
    intro x d m n hx hd em en
    obtain ⟨w, rfl⟩ := Nat.exists_eq_add_one_of_pos hx
    have difference : w + 1 + (w + 1 + d) ^ 2 = w + 1 + d + (w + 1) ^ 2 + d * (w + w + d + 1) := by
      simp only [Nat.pow_two, Nat.mul_add, Nat.add_mul, Nat.mul_one, Nat.one_mul, Nat.mul_comm w d]
      omega
    have divides : 2 ^ m ∣ 2 ^ n := by
      refine Nat.pow_dvd_pow 2 ((Nat.pow_le_pow_iff_right (a := 2) (by decide)).mp ?_)
      omega
    rw [en, difference, ← em] at divides
    have rest := (Nat.dvd_add_right (Nat.dvd_refl (2 ^ m))).mp divides
    have square : w + 1 ≤ (w + 1) ^ 2 := by rw [Nat.pow_two]; exact Nat.le_mul_of_pos_right (w + 1) hx
    rcases Nat.mod_two_eq_zero_or_one d with even | odd
    · have l := odd_factor m (w + w + d + 1) d (by omega) hd (by rw [Nat.mul_comm]; exact rest)
      omega
    · have l := odd_factor m d (w + w + d + 1) odd (by omega) rest
      omega
  obtain ⟨k, _, product⟩ := power
  obtain ⟨m, _, hm⟩ := Nat.eq_two_pow_of_dvd_two_pow ⟨_, product⟩
  obtain ⟨n, _, hn⟩ := Nat.eq_two_pow_of_dvd_two_pow (d := b + a ^ 2) (n := k) ⟨a + b ^ 2, by rw [product, Nat.mul_comm]⟩
  rcases Nat.lt_trichotomy a b with less | rfl | less
  · obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_lt less
    exact (main a (d + 1) n m ha (by omega) hn.symm hm.symm).elim
  · rcases Nat.mod_two_eq_zero_or_one a with even | odd
    · have one := ((coprime (a + 1) (by omega)).pow_left m).symm.eq_one_of_dvd
        ⟨a, by rw [← hm, Nat.pow_two, Nat.add_mul]; omega⟩
      omega
    · exact ((coprime a odd).pow_left m).symm.eq_one_of_dvd ⟨1 + a, by rw [← hm, Nat.pow_two, Nat.mul_add, Nat.mul_one]⟩
  · obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_lt less
    exact (main b (d + 1) m n hb (by omega) hm.symm hn.symm).elim
