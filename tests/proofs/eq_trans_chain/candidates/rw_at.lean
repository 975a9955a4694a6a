rw [h₂] at h₁
rw [h₃] at h₁
exact h₁
