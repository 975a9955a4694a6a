/-- Every number equals itself. --/
theorem comment_shapes (n : Nat) : n = n := rfl
