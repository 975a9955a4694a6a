:= helper n
where
  helper (k : Nat) : k * 0 = 0 := Nat.mul_zero k
