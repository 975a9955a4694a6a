  intro k
  exact Nat.lt_irrefl a (Nat.le_trans h (Nat.le_of_lt k))
