show p ∧ q → q ∧ p
intro h
exact And.intro (And.right h) (And.left h)
