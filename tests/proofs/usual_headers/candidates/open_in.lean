import Mathlib

open Real Nat in
theorem usual_headers (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by
  omega
