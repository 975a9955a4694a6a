repeat rw [show 1 = 1 + 0 from rfl]
