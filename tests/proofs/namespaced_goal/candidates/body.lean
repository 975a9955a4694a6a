exact ⟨hp, trivial⟩
