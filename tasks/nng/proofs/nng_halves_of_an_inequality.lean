  rcases Nat.lt_or_ge b a with k | k
  · exfalso
    have l : b + b < b + a := Nat.add_le_add_left k b
    have m : b + a ≤ a + a := Nat.add_le_add_right (Nat.le_of_lt k) a
    exact Nat.not_le_of_lt (Nat.lt_of_lt_of_le l m) h
  · exact k
