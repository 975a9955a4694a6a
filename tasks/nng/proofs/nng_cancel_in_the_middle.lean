  refine Nat.add_left_cancel (?_ : a + c + b = a + c + d)
  rw [Nat.add_right_comm, h, Nat.add_comm (c + d) a, Nat.add_assoc]
