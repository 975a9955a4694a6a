  obtain ⟨x, hx⟩ := h
  refine ⟨b * x * c, ?_⟩
  rw [hx]
  simp only [Nat.mul_comm, Nat.mul_left_comm]
