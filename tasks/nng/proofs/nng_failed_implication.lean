  constructor
  · intro h
    constructor
    · by_cases hp : p
      · exact hp
      · exact absurd (fun k => absurd k hp) h
    · intro hq
      exact h (fun _ => hq)
  · rintro ⟨hp, hq⟩ h
    exact hq (h hp)
