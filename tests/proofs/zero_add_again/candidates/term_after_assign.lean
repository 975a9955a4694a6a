:= Nat.zero_add n
