theorem goal (n : Nat) : n ≤ n := Nat.le.refl
