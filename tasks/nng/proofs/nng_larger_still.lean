  exact Nat.le_trans h (Nat.le_add_left b c)
