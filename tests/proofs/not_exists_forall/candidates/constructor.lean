constructor
· intro h x hx
  exact h ⟨x, hx⟩
· intro h ⟨x, hx⟩
  exact h x hx
