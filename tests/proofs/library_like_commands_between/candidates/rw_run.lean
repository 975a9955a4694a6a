have run_h : n = n := h
rw [run_h]
