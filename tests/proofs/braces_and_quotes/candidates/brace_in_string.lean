have _h : "a{b}" = "a{b}" := rfl
exact Nat.lt_succ_of_lt h'
