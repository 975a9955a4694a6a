/-- Addition commutes.
It has a `sorry` in its comment, and `axiom`, and `#eval`. -/
theorem add_comm_again (a b : Nat) : a + b = b + a := by
  -- native_decide would be wrong
  exact Nat.add_comm a b
