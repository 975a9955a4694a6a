  refine Nat.add_right_cancel (?_ : _ + b = _ + b)
  rw [h, Nat.zero_add]
