  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have three : ∀ x : Nat, 3 * x = x + x + x := fun x => by rw [Nat.succ_mul, two]
  have cube : ∀ x : Nat, x ^ 3 = x * x * x := by
    intro x
    rw [Nat.pow_succ, Nat.pow_succ, Nat.pow_succ, Nat.pow_zero, Nat.one_mul]
  induction n with
  | zero => exact ⟨0, rfl⟩
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    refine ⟨k + (n * n + n + 1), ?_⟩
    rw [Nat.mul_add 3, ← hk, cube, cube, two, two, three]
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
