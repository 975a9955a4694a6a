obtain ⟨hp, hq⟩ := h
exact ⟨hq, hp⟩
