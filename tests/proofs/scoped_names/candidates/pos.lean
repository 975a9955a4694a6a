exact Nat.pos_of_ne_zero hn
