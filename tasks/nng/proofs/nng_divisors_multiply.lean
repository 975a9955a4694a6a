  obtain ⟨x, hx⟩ := h
  obtain ⟨y, hy⟩ := k
  refine ⟨x * y, ?_⟩
  rw [hx, hy]
  simp only [Nat.mul_comm, Nat.mul_left_comm]
