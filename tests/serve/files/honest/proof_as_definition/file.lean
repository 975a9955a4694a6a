def one : 1 = 1 := rfl
