  constructor
  · intro h
    constructor
    · rintro (hr | hp)
      · exact h (Or.inr (Or.inr hr))
      · exact h (Or.inl hp)
    · intro hq
      exact h (Or.inr (Or.inl hq))
  · rintro ⟨h, k⟩ (hp | hq | hr)
    · exact h (Or.inr hp)
    · exact k hq
    · exact h (Or.inl hr)
