theorem goal : 1 ≤ 2 := Nat.le.step Nat.le.refl
