import Mathlib

open Set Function Filter Finset Polynomial Complex Matrix
open scoped Topology ENNReal NNReal

theorem usual_headers (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by
  omega
