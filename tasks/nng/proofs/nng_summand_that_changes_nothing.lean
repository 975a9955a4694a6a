  refine Nat.add_right_cancel (?_ : a + (b + c) = 0 + (b + c))
  rw [← Nat.add_assoc, h, Nat.zero_add, Nat.add_comm]
