  have form : ∃ k, 10 ^ n = 9 * k + 1 := by
    induction n with
    | zero => exact ⟨0, rfl⟩
    | succ n ih =>
      obtain ⟨k, hk⟩ := ih
      refine ⟨10 * k + 1, ?_⟩
      rw [Nat.pow_succ, hk, Nat.add_mul, Nat.mul_add 9, Nat.mul_assoc, Nat.mul_comm k]
  obtain ⟨k, hk⟩ := form
  have e : 9 * (10 ^ n / 9) + 10 ^ n % 9 = 9 * k + 1 := Eq.trans (Nat.div_add_mod (10 ^ n) 9) hk
  have l : 10 ^ n % 9 < 9 := Nat.mod_lt _ (by decide)
  generalize 10 ^ n % 9 = r at e l
  generalize 10 ^ n / 9 = q at e
  rcases Nat.lt_or_ge q k with s | s
  · exfalso
    have t : 9 * q + 9 ≤ 9 * k := Nat.mul_le_mul_left 9 s
    have u : 9 * q + r < 9 * q + 9 := Nat.add_le_add_left l (9 * q)
    rw [e] at u
    exact Nat.lt_irrefl _ (Nat.lt_of_lt_of_le (Nat.lt_of_lt_of_le u t) (Nat.le_add_right _ 1))
  · rcases Nat.lt_or_ge k q with t | t
    · exfalso
      have u : 9 * k + 9 ≤ 9 * q := Nat.mul_le_mul_left 9 t
      have v : 9 * k + 9 ≤ 9 * k + 1 := Nat.le_trans u (Nat.le_trans (Nat.le_add_right _ r) (Nat.le_of_eq e))
      exact absurd (Nat.le_of_add_le_add_left v) (by decide)
    · rw [Nat.le_antisymm t s] at e
      exact Nat.add_left_cancel e
