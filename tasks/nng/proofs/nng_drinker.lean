  by_cases h : ∃ x, ¬p x
  · obtain ⟨x, hx⟩ := h
    exact ⟨x, fun k => absurd k hx⟩
  · refine ⟨0, ?_⟩
    intro _ y
    by_cases hy : p y
    · exact hy
    · exact absurd ⟨y, hy⟩ h
