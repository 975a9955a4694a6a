variable (h : 1 = 2)
include h
theorem X : 1 = 2 := h
