import Mathlib

open Nat Real

theorem usual_headers (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by
  have := Nat.div_add_mod n 4
  omega
