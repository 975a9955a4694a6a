theorem go​al : 1 = 1 := rfl
