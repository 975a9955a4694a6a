/-- Not `axiom x : False`, nor `/- a -/`, nor "set_option. -/
theorem comment_shapes (n : Nat) : n = n := rfl
