theorem eq_trans_chain (a b c d : Nat) : a = b → b = c → c = d → a = d := by
  intro h₁ h₂ h₃
  exact (h₁.trans h₂).trans h₃
