have h' : n = n := rfl
have h₁'' := h'.symm.symm
exact h₁''
