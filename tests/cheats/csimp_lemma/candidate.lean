@[csimp] theorem same : @Nat.add = @Nat.add := rfl

theorem goal : 2 = 2 := rfl
