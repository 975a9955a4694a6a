namespace My
theorem builtin_eq (a : Nat) : run_twice a = a + a := run_twice_eq
end My

open My in
theorem run_goal (a b : Nat) (h : run_twice a = b) : b = a + a :=
  (builtin_eq a) ▸ h.symm
