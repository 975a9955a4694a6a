/-/- -/ notation "one" => 2 -- -/

theorem goal : 1 = 2 := rfl
