  constructor
  · intro h
    by_cases hp : p
    · exact Or.inr (h hp)
    · exact Or.inl hp
  · rintro (h | h) hp
    · exact absurd hp h
    · exact h
