ext x
exact h x
