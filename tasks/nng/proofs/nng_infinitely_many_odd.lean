  refine ⟨2 * n + 1, n, ?_, rfl⟩
  rw [Nat.succ_mul, Nat.one_mul]
  exact Nat.succ_le_succ (Nat.le_add_left n n)
