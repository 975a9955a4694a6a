import Mathlib

set_option maxHeartbeats 0
open Nat

theorem scoped_names (n : Nat) (hn : n ≠ 0) : 1 ≤ n := by
  omega
