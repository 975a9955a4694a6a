  exact ⟨h.2, h.1⟩
