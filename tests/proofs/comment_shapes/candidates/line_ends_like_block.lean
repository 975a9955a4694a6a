--/ no end of anything
-- -/ nor this
theorem comment_shapes (n : Nat) : n = n := rfl
