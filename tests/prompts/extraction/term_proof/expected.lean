fun h => ⟨h.2, h.1⟩
