import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

theorem usual_header_base (a b c : Nat) (h : a ≤ b) : a + c ≤ b + c := by
  exact Nat.add_le_add_right h c
