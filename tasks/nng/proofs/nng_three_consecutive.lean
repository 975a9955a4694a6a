  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have three : ∀ x : Nat, 3 * x = x + x + x := fun x => by rw [Nat.succ_mul, two]
  have pair : ∀ m : Nat, ∃ k, m * (m + 1) = 2 * k := by
    intro m
    induction m with
    | zero => exact ⟨0, by rw [Nat.zero_mul]⟩
    | succ m ih =>
      obtain ⟨k, hk⟩ := ih
      refine ⟨k + (m + 1), ?_⟩
      rw [Nat.mul_add 2, ← hk, two]
      simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  induction n with
  | zero => exact ⟨0, by rw [Nat.zero_mul]⟩
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    obtain ⟨j, hj⟩ := pair (n + 1)
    refine ⟨k + j, ?_⟩
    rw [Nat.mul_add 6, ← hk]
    have six : 6 * j = 3 * ((n + 1) * (n + 1 + 1)) := by
      rw [hj, ← Nat.mul_assoc]
    rw [six, three]
    have e : n + 1 + 2 = n + 1 + 1 + 1 := rfl
    have f : n + 2 = n + 1 + 1 := rfl
    rw [e, f]
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
