have h' : n = n := rfl
have h'' : n = n := h'
exact h''
