import Mathlib
import Aesop

set_option maxHeartbeats 0

open BigOperators Real Nat Topology Rat

/- A remainder. -/
theorem usual_headers (n : ℕ) (h : n % 4 = 3) : n % 2 = 1 := by
  rw [← Nat.div_add_mod n 4, h]
  omega
