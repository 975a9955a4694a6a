  constructor
  · rintro ⟨x, hq, hp⟩
    exact ⟨⟨x, hp⟩, hq⟩
  · rintro ⟨⟨x, hp⟩, hq⟩
    exact ⟨x, hq, hp⟩
