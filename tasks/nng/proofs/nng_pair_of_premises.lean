  constructor
  · intro h hq hp
    exact h ⟨hp, hq⟩
  · rintro h ⟨hp, hq⟩
    exact h hq hp
