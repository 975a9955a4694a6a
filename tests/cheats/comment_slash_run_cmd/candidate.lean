/-/- -/ run_cmd skip -- -/

theorem goal : 1 = 1 := rfl
