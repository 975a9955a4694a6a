symm
exact h
