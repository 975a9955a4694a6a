exact ⟨1 + 1, by decide⟩
