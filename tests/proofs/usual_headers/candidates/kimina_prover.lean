import Mathlib
import Aesop
set_option maxHeartbeats 400000
open BigOperators Real Nat Topology Rat

theorem usual_headers (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by
  rcases Nat.mod_two_eq_zero_or_one n with h1 | h1
  · omega
  · exact h1
