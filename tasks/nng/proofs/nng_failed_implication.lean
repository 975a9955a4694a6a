  constructor
  · intro h
    constructor
    · intro hq
      exact h (fun _ => hq)
    · by_cases hp : p
      · exact hp
      · exact absurd (fun k => absurd k hp) h
  · rintro ⟨hq, hp⟩ h
    exact hq (h hp)
