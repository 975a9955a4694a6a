def one : 1 = 2 := rfl
