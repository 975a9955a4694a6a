  have both : ∀ n, p n ∧ p (n + 1) := by
    intro n
    induction n with
    | zero => exact ⟨h0, h1⟩
    | succ n ih => exact ⟨ih.right, h n ih.left⟩
  intro n
  exact (both n).left
