exact h ▸
  run_twice_eq
