exact Nat.le_trans hab hbc
