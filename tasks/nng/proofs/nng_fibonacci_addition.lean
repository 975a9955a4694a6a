  intro f f0 f1 h m n
  have both : ∀ n, f (m + n + 1) = f (m + 1) * f (n + 1) + f m * f n ∧
      f (m + n + 2) = f (m + 1) * f (n + 2) + f m * f (n + 1) := by
    intro n
    induction n with
    | zero =>
      constructor
      · show f (m + 1) = f (m + 1) * f 1 + f m * f 0
        rw [f0, f1, Nat.mul_one, Nat.mul_zero]
        rfl
      · show f (m + 2) = f (m + 1) * f (0 + 2) + f m * f 1
        rw [h, h 0, f1, f0, Nat.add_zero, Nat.mul_one, Nat.mul_one]
    | succ n ih =>
      refine ⟨ih.right, ?_⟩
      have e : f (m + n + 1 + 2) = f (m + n + 2) + f (m + n + 1) := h (m + n + 1)
      rw [show m + (n + 1) + 2 = m + n + 1 + 2 from rfl, e, ih.left, ih.right, h (n + 1), h n]
      simp only [Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  exact (both n).left
