  constructor
  · intro h
    obtain ⟨c, hc⟩ := h 0
    rw [hc, Nat.zero_mul]
  · intro h n
    exact ⟨0, h⟩
