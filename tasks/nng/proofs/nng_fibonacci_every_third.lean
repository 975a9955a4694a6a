  intro f f0 f1 h n
  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  induction n with
  | zero => exact ⟨0, by rw [Nat.mul_zero, f0]⟩
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    refine ⟨f (3 * n + 1) + k, ?_⟩
    rw [show 3 * (n + 1) = 3 * n + 1 + 2 from rfl, h, show 3 * n + 1 + 1 = 3 * n + 2 from rfl, h, hk, two, two]
    simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
