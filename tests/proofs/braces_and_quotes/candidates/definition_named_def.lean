def Zdef (n : Nat) : Nat := n

theorem spelled (n : Nat) (h' : n < 5) : n < 6 := by
  have k : Zdef n < 6 := (Nat.lt_succ_of_lt (h' : Zdef n < 5))
  exact (k : (Zdef n) < 6)
