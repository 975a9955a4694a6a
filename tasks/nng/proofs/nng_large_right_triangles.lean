  have large : ∀ k, n < (n + 1) * (k + 1) := by
    intro k
    rw [Nat.mul_succ]
    exact Nat.le_add_left (n + 1) ((n + 1) * k)
  refine ⟨(n + 1) * 3, (n + 1) * 4, (n + 1) * 5, large 2, large 3, ?_⟩
  have sq : ∀ k, (n + 1) * k * ((n + 1) * k) = (n + 1) * (n + 1) * (k * k) := by
    intro k
    simp only [Nat.mul_assoc, Nat.mul_comm, Nat.mul_left_comm]
  rw [sq, sq, sq, ← Nat.mul_add]
