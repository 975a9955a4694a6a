apply Nat.le_trans (m := b)
exact hab
exact hbc
