  constructor
  · rintro (hp | ⟨hq, hr⟩)
    · exact ⟨Or.inl hp, Or.inl hp⟩
    · exact ⟨Or.inr hq, Or.inr hr⟩
  · rintro ⟨h, k⟩
    rcases h with hp | hq
    · exact Or.inl hp
    · rcases k with hp | hr
      · exact Or.inl hp
      · exact Or.inr ⟨hq, hr⟩
