  exact Nat.le_antisymm (Nat.le_of_succ_le_succ k) h
