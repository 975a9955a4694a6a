suffices h : a ≤ b ∧ b ≤ c from Nat.le_trans h.1 h.2
exact ⟨hab, hbc⟩
