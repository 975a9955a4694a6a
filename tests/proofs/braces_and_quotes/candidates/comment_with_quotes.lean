exact Nat.lt_succ_of_lt h' -- "end" 'x' {theorem}
