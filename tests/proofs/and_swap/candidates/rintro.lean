rintro ⟨hp, hq⟩
exact ⟨hq, hp⟩
