import Mathlib

open Nat hiding add_comm

theorem usual_headers (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by
  omega
