have run_h : n = n := h
simp only [run_h]
