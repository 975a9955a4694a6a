have run_q : q := hq
have run_p : p := hp
exact And.intro
  run_q
  run_p
