let k := 2
exact ⟨k, rfl⟩
