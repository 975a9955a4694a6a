lemma X (h : False) : 1 = 2 := h.elim
