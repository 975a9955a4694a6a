notation "two" => 1

theorem goal : 1 = two := rfl
