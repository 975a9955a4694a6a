import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

theorem usual_headers (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by
  by_cases h1 : n % 2 = 1
  · exact h1
  · omega
