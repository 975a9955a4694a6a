open scoped Nat in
exact Nat.lt_succ_of_lt h'
