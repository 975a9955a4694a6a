  exact Nat.lt_of_lt_of_le (Nat.lt_of_le_of_lt h k) l
