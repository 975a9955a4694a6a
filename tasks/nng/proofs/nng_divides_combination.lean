  obtain ⟨u, hu⟩ := ha
  obtain ⟨v, hv⟩ := hb
  refine ⟨x * u + y * v, ?_⟩
  rw [hu, hv, Nat.mul_add, Nat.mul_left_comm, Nat.mul_left_comm y]
