theorem eq_trans_chain (a b c d : Nat) (hab : a = b) (hbc : b = c) (hcd : c = d) : a = d := by
  rw [hab, hbc, hcd]
