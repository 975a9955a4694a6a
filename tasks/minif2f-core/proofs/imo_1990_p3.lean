  -- Among the powers of two with exponents 0 to q - 1 two agree modulo an odd q.
  have pigeon : ∀ (k : ℕ) (f : ℕ → ℕ), (∀ i, i ≤ k → f i < k) → ∃ i j, i < j ∧ j ≤ k ∧ f i = f j := by
    intro k
    induction k with
    | zero => intro f h; exact absurd (h 0 (Nat.le_refl 0)) (Nat.not_lt_zero _)
    | succ k ih =>
      intro f h
      rcases Classical.em (∃ i, i ≤ k ∧ f i = f (k + 1)) with ⟨i, hi, e⟩ | none
      · exact ⟨i, k + 1, by omega, Nat.le_refl _, e⟩
      · have other : ∀ i, i ≤ k → f i ≠ f (k + 1) := fun i hi e => none ⟨i, hi, e⟩
        have last := h (k + 1) (Nat.le_refl _)
        obtain ⟨i, j, hij, hj, e⟩ := ih (fun i => if f i = k then f (k + 1) else f i) (fun i hi => by
          have a := h i (by omega)
          have b := other i hi
          show (if f i = k then f (k + 1) else f i) < k
          split <;> omega)
        refine ⟨i, j, hij, by omega, ?_⟩
        have a := other i (by omega)
        have b := other j hj
        replace e : (if f i = k then f (k + 1) else f i) = if f j = k then f (k + 1) else f j := e
        split at e <;> split at e <;> omega
  have coprime : ∀ q : ℕ, q % 2 = 1 → Nat.Coprime q 2 := fun q odd => by
    show Nat.gcd q 2 = 1
    rw [Nat.gcd_comm, Nat.gcd_rec, odd]
    decide
  have order : ∀ q : ℕ, 1 < q → q % 2 = 1 → ∃ e, 0 < e ∧ e < q ∧ 2 ^ e % q = 1 := by
    intro q hq odd
    have rest : ∀ i, 0 < 2 ^ i % q := fun i => Nat.pos_of_ne_zero fun z => by
      have one := ((coprime q odd).pow_right i).eq_one_of_dvd (Nat.dvd_of_mod_eq_zero z)
      omega
    obtain ⟨i, j, hij, hj, e⟩ := pigeon (q - 1) (fun i => 2 ^ i % q - 1) (fun i _ => by
      have a := rest i
      have b := Nat.mod_lt (2 ^ i) (show 0 < q by omega)
      show 2 ^ i % q - 1 < q - 1
      omega)
    replace e : 2 ^ i % q - 1 = 2 ^ j % q - 1 := e
    have a := rest i
    have b := rest j
    obtain ⟨d, rfl⟩ := Nat.exists_eq_add_of_lt hij
    refine ⟨d + 1, by omega, by omega, ?_⟩
    have zero := Nat.sub_mod_eq_zero_of_mod_eq (show 2 ^ (i + d + 1) % q = 2 ^ i % q by omega)
    have divides := Nat.dvd_of_mod_eq_zero zero
    rw [Nat.add_assoc, Nat.pow_add, show 2 ^ i * 2 ^ (d + 1) - 2 ^ i = 2 ^ i * (2 ^ (d + 1) - 1) by
      rw [Nat.mul_sub, Nat.mul_one]] at divides
    obtain ⟨c, hc⟩ := ((coprime q odd).pow_right i).dvd_of_dvd_mul_left divides
    have pos := Nat.two_pow_pos (d + 1)
    rw [show 2 ^ (d + 1) = q * c + 1 by omega, Nat.mul_add_mod, Nat.mod_eq_of_lt hq]
  have power_one : ∀ q a t : ℕ, 1 < q → 2 ^ a % q = 1 → 2 ^ (a * t) % q = 1 := fun q a t hq h => by
    rw [Nat.pow_mul, Nat.pow_mod, h, Nat.one_pow, Nat.mod_eq_of_lt hq]
  have euclid : ∀ q a b : ℕ, 1 < q → 2 ^ a % q = 1 → 2 ^ b % q = 1 → 2 ^ Nat.gcd a b % q = 1 := by
    intro q a b hq
    refine Nat.gcd.induction (P := fun a b => 2 ^ a % q = 1 → 2 ^ b % q = 1 → 2 ^ Nat.gcd a b % q = 1) a b ?_ ?_
    · intro b _ h
      rw [Nat.gcd_zero_left]
      exact h
    · intro a b _ ih ha hb
      rw [Nat.gcd_rec]
      refine ih ?_ ha
      rw [← Nat.div_add_mod b a, Nat.pow_add, Nat.mul_mod, power_one q a (b / a) hq ha, Nat.one_mul, Nat.mod_mod] at hb
      exact hb
  -- For the least divisor q of k only the part of the exponent counts that isn't k.
  have reduce : ∀ c k q : ℕ, 1 < q → q % 2 = 1 → (∀ d, 1 < d → d ∣ k → q ≤ d) → 2 ^ (c * k) % q = 1 → 2 ^ c % q = 1 := by
    intro c k q hq odd least h
    obtain ⟨e, epos, elt, he⟩ := order q hq odd
    have ck : Nat.Coprime e k := by
      refine Classical.byContradiction fun no => ?_
      have pos := Nat.gcd_pos_of_pos_left k epos
      have le := Nat.gcd_le_left k epos
      have far := least (Nat.gcd e k) (by have no' : Nat.gcd e k ≠ 1 := no; omega) (Nat.gcd_dvd_right e k)
      omega
    have g := euclid q (c * k) e hq h he
    have gk := ck.coprime_dvd_left (Nat.gcd_dvd_right (c * k) e)
    obtain ⟨t, ht⟩ := gk.dvd_of_dvd_mul_right (Nat.gcd_dvd_left (c * k) e)
    rw [ht]
    exact power_one q _ t hq g
  have square_one : ∀ q x : ℕ, 1 < q → 0 < x → q ∣ x + 1 → x * x % q = 1 := by
    intro q x hq hx ⟨c, hc⟩
    obtain ⟨y, rfl⟩ := Nat.exists_eq_add_one_of_pos hx
    rw [show (y + 1) * (y + 1) = (y + 1 + 1) * y + 1 by simp only [Nat.add_mul, Nat.mul_add]; omega, hc, Nat.mul_assoc,
      Nat.mul_add_mod, Nat.mod_eq_of_lt hq]
  have least_divisor : ∀ k b q : ℕ, q ≤ b → 1 < q → q ∣ k → ∃ p, 1 < p ∧ p ∣ k ∧ ∀ d, 1 < d → d ∣ k → p ≤ d := by
    intro k b
    induction b with
    | zero => intro q _ _ _; omega
    | succ b ih =>
      intro q hb hq d
      rcases Classical.em (∃ p, p < q ∧ 1 < p ∧ p ∣ k) with ⟨p, hp, one, dp⟩ | none
      · exact ih p (by omega) one dp
      · exact ⟨q, hq, d, fun p one dp => Nat.le_of_not_lt fun l => none ⟨p, l, one, dp⟩⟩
  have odd : m % 2 = 1 := by
    rcases Nat.mod_two_eq_zero_or_one m with even | odd
    · have d := Nat.dvd_trans (Nat.dvd_trans (Nat.dvd_of_mod_eq_zero even) (Nat.dvd_pow_self m (by decide : 2 ≠ 0))) square
      have p := Nat.dvd_pow_self 2 (show m ≠ 0 by omega)
      omega
    · exact odd
  have self : m ∣ 2 ^ m + 1 := Nat.dvd_trans (Nat.dvd_pow_self m (by decide)) square
  have three : 3 ∣ m := by
    obtain ⟨q, hq, dq, least⟩ := least_divisor m m m (Nat.le_refl m) two (Nat.dvd_refl m)
    have qodd : q % 2 = 1 := by
      rcases Nat.mod_two_eq_zero_or_one q with even | odd'
      · have d := Nat.dvd_trans (Nat.dvd_of_mod_eq_zero even) dq
        omega
      · exact odd'
    have one := square_one q (2 ^ m) hq (Nat.two_pow_pos m) (Nat.dvd_trans dq self)
    rw [← Nat.pow_add, ← Nat.two_mul] at one
    have four := reduce 2 m q hq qodd least one
    have small : q < 5 := Nat.lt_of_not_le fun l => by
      rw [Nat.mod_eq_of_lt (show 2 ^ 2 < q from l)] at four
      exact absurd four (by decide)
    have found := (show ∀ x < 5, 1 < x → 2 ^ 2 % x = 1 → x = 3 by decide) q small hq four
    exact found ▸ dq
  -- The power of 3 in the sum is one more than that in the exponent.
  have lift : ∀ k r : ℕ, r % 2 = 1 → r % 3 ≠ 0 → ∃ u, 2 ^ (3 ^ k * r) + 1 = 3 ^ (k + 1) * u ∧ u % 3 ≠ 0 := by
    intro k r hr hr'
    induction k with
    | zero =>
      have sixth : 2 ^ (6 * (r / 6)) % 9 = 1 := power_one 9 6 (r / 6) (by decide) (by decide)
      have e := Nat.div_add_mod r 6
      rw [Nat.pow_zero, Nat.one_mul, Nat.pow_one]
      refine ⟨(2 ^ r + 1) / 3, ?_⟩
      rcases (show r % 6 = 1 ∨ r % 6 = 5 by omega) with h | h <;> rw [h] at e <;> rw [← e, Nat.pow_add] <;> omega
    | succ k ih =>
      obtain ⟨u, e, hu⟩ := ih
      obtain ⟨t, ht⟩ : ∃ t, 3 ^ k * u = t + 1 := by
        refine Nat.exists_eq_add_one_of_pos (Nat.mul_pos (Nat.pow_pos (by decide)) ?_)
        omega
      rw [show 3 ^ (k + 1) * u = 3 * (3 ^ k * u) by rw [Nat.pow_succ', Nat.mul_assoc], ht] at e
      refine ⟨u * (3 * (t * t + t) + 1), ?_, ?_⟩
      · rw [show 3 ^ (k + 1) * r = 3 ^ k * r * 3 by rw [Nat.pow_succ, Nat.mul_right_comm], Nat.pow_mul,
          show 2 ^ (3 ^ k * r) = 3 * t + 2 by omega, ← Nat.mul_assoc,
          show 3 ^ (k + 1 + 1) * u = 9 * (3 ^ k * u) by
            rw [show 3 ^ (k + 1 + 1) = 3 ^ k * 9 from Nat.pow_add 3 k 2, Nat.mul_comm (3 ^ k), Nat.mul_assoc], ht]
        have cube : (3 * t + 2) ^ 3 = 27 * (t * t * t) + 54 * (t * t) + 36 * t + 8 := by
          rw [show (3 * t + 2) ^ 3 = (3 * t + 2) ^ 2 * (3 * t + 2) from rfl, Nat.pow_two]
          have s : (3 * t + 2) * (3 * t + 2) = 9 * (t * t) + 12 * t + 4 := by
            rw [Nat.add_mul, Nat.mul_add, Nat.mul_mul_mul_comm]
            omega
          rw [s, Nat.add_mul, Nat.add_mul, Nat.mul_add, Nat.mul_add (12 * t), Nat.mul_mul_mul_comm 9, Nat.mul_mul_mul_comm 12]
          omega
        have product : (t + 1) * (3 * (t * t + t) + 1) = 3 * (t * t * t) + 6 * (t * t) + 4 * t + 1 := by
          rw [Nat.add_mul, Nat.one_mul, Nat.mul_add t, Nat.mul_left_comm t 3, Nat.mul_add t (t * t), ← Nat.mul_assoc t t t]
          omega
        rw [cube, Nat.mul_assoc 9, product]
        omega
      · rw [Nat.mul_add, Nat.mul_left_comm]
        omega
  have split : ∀ b k : ℕ, k ≤ b → 0 < k → ∃ j r, k = 3 ^ j * r ∧ r % 3 ≠ 0 := by
    intro b
    induction b with
    | zero => intro k _ _; omega
    | succ b ih =>
      intro k hb pos
      rcases (show k % 3 = 0 ∨ k % 3 ≠ 0 by omega) with h | h
      · obtain ⟨j, r, e, hr⟩ := ih (k / 3) (by omega) (by omega)
        exact ⟨j + 1, r, by rw [Nat.pow_succ', Nat.mul_assoc, ← e]; omega, hr⟩
      · exact ⟨0, k, by rw [Nat.pow_zero, Nat.one_mul], h⟩
  obtain ⟨k, r, e, hr⟩ := split m m (Nat.le_refl m) (by omega)
  have rodd : r % 2 = 1 := by
    rcases Nat.mod_two_eq_zero_or_one r with even | odd'
    · have d : 2 ∣ m := e ▸ Nat.dvd_mul_left_of_dvd (Nat.dvd_of_mod_eq_zero even) _
      omega
    · exact odd'
  obtain ⟨u, sum, hu⟩ := lift k r rodd hr
  have k2 : k < 2 := Nat.lt_of_not_le fun l => by
    have d : 3 ^ (k + 2) ∣ 2 ^ m + 1 := by
      refine Nat.dvd_trans (Nat.dvd_trans (Nat.pow_dvd_pow 3 (show k + 2 ≤ k * 2 by omega)) ?_) square
      rw [e, Nat.mul_pow, ← Nat.pow_mul]
      exact Nat.dvd_mul_right _ _
    rw [e, sum, show 3 ^ (k + 2) = 3 ^ (k + 1) * 3 from rfl] at d
    have du := Nat.dvd_of_mul_dvd_mul_left (Nat.pow_pos (by decide)) d
    omega
  rcases (show k = 0 ∨ k = 1 by omega) with rfl | rfl
  · rw [Nat.pow_zero, Nat.one_mul] at e
    omega
  rw [Nat.pow_one] at e
  rcases (show r = 1 ∨ 1 < r by omega) with rfl | large
  · exact e
  obtain ⟨q, hq, dq, least⟩ := least_divisor r r r (Nat.le_refl r) large (Nat.dvd_refl r)
  have dm : q ∣ m := e ▸ Nat.dvd_mul_left_of_dvd dq 3
  have qodd : q % 2 = 1 := by
    rcases Nat.mod_two_eq_zero_or_one q with even | odd'
    · have d := Nat.dvd_trans (Nat.dvd_of_mod_eq_zero even) dm
      omega
    · exact odd'
  have qthree : q % 3 ≠ 0 := fun z => hr (Nat.mod_eq_zero_of_dvd (Nat.dvd_trans (Nat.dvd_of_mod_eq_zero z) dq))
  have one := square_one q (2 ^ m) hq (Nat.two_pow_pos m) (Nat.dvd_trans dm self)
  rw [← Nat.pow_add, show m + m = 6 * r by omega] at one
  have sixth := reduce 6 r q hq qodd least one
  have small : q < 65 := Nat.lt_of_not_le fun l => by
    rw [Nat.mod_eq_of_lt (show 2 ^ 6 < q from l)] at sixth
    exact absurd sixth (by decide)
  have seven := (show ∀ x < 65, 1 < x → 2 ^ 6 % x = 1 → x % 3 ≠ 0 → x = 7 by decide +kernel) q small hq sixth qthree
  subst seven
  have d := Nat.dvd_trans dm self
  have cycle := power_one 7 3 r (by decide) (by decide)
  rw [← e] at cycle
  omega
