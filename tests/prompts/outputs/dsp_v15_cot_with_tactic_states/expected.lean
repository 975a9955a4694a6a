  /- We look at both sides modulo 7. -/
  -- The hypothesis gives the remainder of `n`.
  have h : n % 7 = 5 := h₀
  /- tactic state:
    n : Nat
    h₀ h : n % 7 = 5
    ⊢ 5 * n % 7 = 4
  -/
  omega
