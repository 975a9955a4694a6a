-- ```lean4
-- theorem two_sums (a b : Nat) : a + b + 0 = b + a := by
--   rfl
-- ```
theorem two_sums (a b : Nat) : a + b + 0 = b + a := by
  omega
