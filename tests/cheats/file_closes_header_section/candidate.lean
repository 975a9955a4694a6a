end

theorem goal (n : Nat) : n = n + 0 := rfl
