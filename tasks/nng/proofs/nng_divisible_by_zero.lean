  constructor
  · rintro ⟨c, hc⟩
    rw [hc, Nat.zero_mul]
  · intro h
    exact ⟨0, h⟩
