  induction n with
  | zero => exact ⟨0, rfl⟩
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    refine ⟨8 * k + 1, ?_⟩
    rw [Nat.pow_succ, hk, Nat.add_mul, Nat.mul_add 7, Nat.mul_assoc, Nat.mul_comm k]
