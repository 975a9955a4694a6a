intro ⟨hp, hq⟩
exact ⟨hq, hp⟩
