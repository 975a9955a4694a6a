  induction n with
  | zero => exact ⟨0, by rw [Nat.zero_mul]⟩
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    refine ⟨k + (n + 1), ?_⟩
    have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
    rw [Nat.mul_add 2, ← hk, two]
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
