/-/- -/ instance (priority := high) bad : DecidableEq Nat := fun _ _ => isTrue sorry -- -/

theorem goal : 1 = 2 := by decide
