  intro f f0 f1 h n
  have both : ∀ n, f n < 2 ^ n ∧ f (n + 1) < 2 ^ (n + 1) := by
    intro n
    induction n with
    | zero =>
      rw [f0, Nat.zero_add, f1]
      decide
    | succ n ih =>
      refine ⟨ih.right, ?_⟩
      rw [show n + 1 + 1 = n + 2 from rfl, h, show (2 : Nat) ^ (n + 2) = 2 ^ (n + 1) * 2 from rfl, Nat.mul_succ, Nat.mul_one]
      have l : f n ≤ 2 ^ (n + 1) := by
        rw [Nat.pow_succ, Nat.mul_succ, Nat.mul_one]
        exact Nat.le_trans (Nat.le_of_lt ih.left) (Nat.le_add_left _ _)
      refine Nat.lt_of_lt_of_le ?_ (Nat.add_le_add_left l (2 ^ (n + 1)))
      rw [Nat.add_comm (f (n + 1)), Nat.add_comm (2 ^ (n + 1))]
      exact Nat.add_le_add_left ih.right (f n)
  exact (both n).left
