theorem my_prefix (hpartial : n < 5) : n < 6 := Nat.lt_succ_of_lt hpartial

theorem spelled (n : Nat) (h' : n < 5) : n < 6 := by
  obtain ⟨hpartial, _⟩ := And.intro h' trivial
  exact my_prefix hpartial
