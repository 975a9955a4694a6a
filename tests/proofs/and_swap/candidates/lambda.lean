exact λ h => ⟨h.2, h.1⟩
