theorem declare_x (a : Nat) : run_twice a = a + a :=
  run_twice_eq

theorem run_goal (a b : Nat) (h : run_twice a = b) : b = a + a :=
  Eq.trans (Eq.symm h)
  (declare_x a)
