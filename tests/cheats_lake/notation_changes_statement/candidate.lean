local notation "2" => (1 : Nat)
theorem goal : (1 : Nat) = 2 := by
  rfl
