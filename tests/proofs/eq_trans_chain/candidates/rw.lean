rw [h₁, h₂, h₃]
