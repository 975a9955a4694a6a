def Nat.log2 (a : Nat) : Nat := 0

theorem goal : 1 = 2 := by decide
