theorem foo : 1 = 1 ∧ True := by
  exact ⟨rfl, trivial⟩
