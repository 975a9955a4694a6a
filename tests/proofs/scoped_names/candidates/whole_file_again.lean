prelude
import Embedded.Arith

set_option maxHeartbeats 400000

open Nat

theorem scoped_names (n : Nat) (hn : n ≠ 0) : 1 ≤ n := by
  omega
