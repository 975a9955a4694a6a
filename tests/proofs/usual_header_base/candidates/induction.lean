import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

theorem usual_header_base (a b c : Nat) (h : a ≤ b) : a + c ≤ b + c := by
  induction c with
  | zero => simpa using h
  | succ k ih => exact succ_le_succ ih
