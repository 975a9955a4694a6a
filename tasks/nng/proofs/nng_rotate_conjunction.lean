  obtain ⟨hp, hq, hr⟩ := h
  exact ⟨hr, hp, hq⟩
