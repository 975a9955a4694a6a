  rintro ⟨b, h, k⟩
  exact Nat.lt_irrefl a (Nat.lt_of_lt_of_le h (Nat.le_of_succ_le_succ k))
