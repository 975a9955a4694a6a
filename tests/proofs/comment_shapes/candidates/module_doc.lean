/-! # Equality

`run_cmd` isn't used here. -/

theorem comment_shapes (n : Nat) : n = n := rfl
