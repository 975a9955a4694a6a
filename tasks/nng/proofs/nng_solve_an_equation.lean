  exact ⟨5, rfl⟩
