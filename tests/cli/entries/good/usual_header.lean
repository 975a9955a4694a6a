import Mathlib

set_option maxHeartbeats 400000

theorem two_sums (a b : Nat) : a + b + 0 = b + a := by
  omega
