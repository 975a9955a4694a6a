theorem «Name.goal» : 2 = 2 := rfl
