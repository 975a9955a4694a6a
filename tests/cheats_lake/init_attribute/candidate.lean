initialize flag : Bool ← pure true
theorem goal : (1 : Nat) = 2 := by
  sorry
