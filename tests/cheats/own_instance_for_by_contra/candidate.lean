instance lie (a b : Nat) : Embedded.Contrary (a = b) False := ⟨sorry⟩

theorem goal : 1 = 2 := by
  by_contra h
  exact h
