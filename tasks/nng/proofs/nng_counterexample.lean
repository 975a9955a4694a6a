  by_cases k : ∃ x, ¬p x
  · exact k
  · exfalso
    apply h
    intro x
    by_cases hx : p x
    · exact hx
    · exact absurd ⟨x, hx⟩ k
