/- a /- b /- axiom x : False -/ -/ c -/
theorem comment_shapes (n : Nat) : n = n := rfl
