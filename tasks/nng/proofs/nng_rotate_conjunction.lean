  constructor
  · rintro ⟨hp, hq, hr⟩
    exact ⟨hr, hp, hq⟩
  · rintro ⟨hr, hp, hq⟩
    exact ⟨hp, hq, hr⟩
