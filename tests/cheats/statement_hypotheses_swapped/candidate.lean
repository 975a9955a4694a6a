theorem goal (a b : Nat) (h₂ : b = 1) (h₁ : a = 1) : a = b := by rw [h₁, h₂]
