  constructor
  · intro h
    exact ⟨fun hp => h (Or.inl hp), fun hq => h (Or.inr hq)⟩
  · rintro ⟨h, k⟩ (hp | hq)
    · exact h hp
    · exact k hq
