  constructor
  · intro h
    by_cases hp : p
    · right
      intro hq
      exact h ⟨hp, hq⟩
    · exact Or.inl hp
  · rintro h ⟨hp, hq⟩
    rcases h with h | h
    · exact h hp
    · exact h hq
