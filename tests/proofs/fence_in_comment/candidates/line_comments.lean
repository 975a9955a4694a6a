-- ```lean4
-- theorem fence_in_comment (n : Nat) : n + 0 = n := by sorry
-- ```
theorem fence_in_comment (n : Nat) : n + 0 = n := by
  rfl
