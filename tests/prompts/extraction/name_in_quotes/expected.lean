theorem «my foo» : 1 = 1 := rfl
