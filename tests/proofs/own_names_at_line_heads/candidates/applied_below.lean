exact Eq.trans h.symm
  run_twice_eq
