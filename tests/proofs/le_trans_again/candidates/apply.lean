apply Nat.le_trans
· exact hab
· exact hbc
