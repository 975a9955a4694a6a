theorem goal : 1 = 2 := rfl /- -- -/
axiom bad : 1 = 2 --/
