/- a /-- b -/ /-! c -/ -/
theorem comment_shapes (n : Nat) : n = n := rfl
