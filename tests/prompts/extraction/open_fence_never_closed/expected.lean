  rw [Nat.add_mod]
  simp [ha, hb]
