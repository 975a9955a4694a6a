have _h : id "f{n}" = "f{n}" := rfl
exact Nat.lt_succ_of_lt h'
