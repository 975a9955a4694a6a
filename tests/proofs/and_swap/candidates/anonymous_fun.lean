exact fun ⟨hp, hq⟩ => ⟨hq, hp⟩
