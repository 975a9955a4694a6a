  refine ⟨2 * (n + 1), ?_, n + 1, rfl⟩
  rw [Nat.succ_mul, Nat.one_mul]
  exact Nat.le_add_left (n + 1) (n + 1)
