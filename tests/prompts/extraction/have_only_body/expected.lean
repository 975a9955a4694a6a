have h₁ : 0 < b := h₀.1
have h₂ : 0 < h := h₀.2.1
nlinarith [mul_pos h₁ h₂]
