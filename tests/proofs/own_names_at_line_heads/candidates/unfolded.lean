unfold run_twice at h
exact h.symm
