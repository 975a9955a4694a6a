theorem add_comm_again : ∀ (a b : Nat), a + b = b + a := by
  intro x y
  exact Nat.add_comm x y
