def Nat.gcd (a b : Nat) : Nat := 0

theorem goal : 1 = 2 := by decide
