import Mathlib

theorem X (a b : Nat) : a + b + 0 = b + a := by
  omega
