have pair : q ∧ p := ⟨hq, hp⟩
exact ⟨pair.left, pair.right⟩
