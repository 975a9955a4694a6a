exact h₁.trans (h₂.trans h₃)
