  exact Nat.add_left_cancel (Nat.add_right_cancel h)
