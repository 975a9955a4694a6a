  have square : ∀ s : ℕ, (1 + s * 4) * (1 + s * 4) = 1 + 8 * s + 16 * (s * s) := fun s => by
    rw [Nat.add_mul, Nat.mul_add (s * 4), Nat.mul_mul_mul_comm]; omega
  have odd : ∀ m : ℕ, ∃ q : ℕ, 3 ^ 2 ^ (m + 1) = 1 + 2 ^ (m + 3) * (2 * q + 1) := by
    intro m
    induction m with
    | zero => exact ⟨0, by decide⟩
    | succ m ih =>
      obtain ⟨q, e⟩ := ih
      obtain ⟨u, hu⟩ : ∃ u, u = 2 * q + 1 := ⟨_, rfl⟩
      refine ⟨q + 2 ^ (m + 1) * (u * u), ?_⟩
      rw [show 2 ^ (m + 1 + 1) = 2 ^ (m + 1) * 2 from rfl, Nat.pow_mul, e, Nat.pow_two, ← hu,
        show 2 ^ (m + 1 + 3) = 2 ^ (m + 1) * 8 from Nat.pow_add .., show 2 ^ (m + 3) = 2 ^ (m + 1) * 4 from
          Nat.pow_add 2 (m + 1) 2]
      generalize 2 ^ (m + 1) = t
      rw [show 2 * (q + t * (u * u)) + 1 = u + 2 * (t * (u * u)) by omega, Nat.mul_right_comm t 4, square,
        Nat.mul_right_comm t 8, Nat.mul_add t, Nat.mul_left_comm t 2, Nat.mul_mul_mul_comm, Nat.mul_assoc t t]
      omega
  obtain ⟨m, rfl⟩ := Nat.exists_eq_add_one_of_pos pos
  obtain ⟨q, e⟩ := odd m
  rw [e, Nat.add_sub_cancel_left, Nat.mul_add, Nat.mul_one, ← Nat.mul_assoc, ← Nat.pow_succ]
  show (2 ^ (m + 1 + 3) * q + 2 ^ (m + 1 + 2)) % 2 ^ (m + 1 + 3) = 2 ^ (m + 1 + 2)
  rw [Nat.mul_add_mod, Nat.mod_eq_of_lt (Nat.pow_lt_pow_succ (by decide))]
