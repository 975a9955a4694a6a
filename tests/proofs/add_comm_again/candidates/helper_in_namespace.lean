namespace Helper

theorem flip (a b : Nat) : a + b = b + a := Nat.add_comm a b

end Helper

open Helper in
theorem add_comm_again (a b : Nat) : a + b = b + a := by
  exact flip a b
