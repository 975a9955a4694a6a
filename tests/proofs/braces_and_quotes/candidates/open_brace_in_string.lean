have _h : "{" ≠ "}{" ∨ True := Or.inr trivial
exact Nat.lt_succ_of_lt h'
