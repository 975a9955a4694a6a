exact ⟨2, rfl⟩
