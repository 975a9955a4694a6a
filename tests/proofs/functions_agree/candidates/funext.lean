funext x
exact h x
