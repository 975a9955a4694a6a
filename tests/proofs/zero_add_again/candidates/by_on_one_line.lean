by exact Nat.zero_add n
