intro h
obtain ⟨hp, hq⟩ := h
constructor
· exact hq
· exact hp
