  intro h
  by_cases hp : p
  · exact hp
  · exact h (fun k => absurd k hp)
