  -- We rewrite both hypotheses.
  rw [Nat.add_mod]
  -- Then it is a calculation.
  simp [ha, hb]
