intro h
have hp : p := h.1
have hq : q := h.2
have both : q ∧ p := ⟨hq, hp⟩
exact both
