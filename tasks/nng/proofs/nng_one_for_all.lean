  obtain ⟨x, hx⟩ := h
  intro y
  exact ⟨x, hx y⟩
