calc
  a = b := h₁
  _ = c := h₂
  _ = d := h₃
