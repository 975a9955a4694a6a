have step : run_twice a = a + a :=
  run_twice_eq
exact h.symm.trans
  step
