exact h.symm
