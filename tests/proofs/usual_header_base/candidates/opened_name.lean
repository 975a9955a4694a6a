import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

theorem usual_header_base (a b c : Nat) (h : a ≤ b) : a + c ≤ b + c := by
  exact le_of_succ_le_succ (succ_le_succ (Nat.add_le_add_right h c))
