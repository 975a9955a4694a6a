  rintro ⟨⟨hp, _⟩, hn⟩
  exact hn hp
