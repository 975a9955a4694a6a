exact h₁ ▸ h₂ ▸ h₃
