import Mathlib
import Aesop

set_option maxHeartbeats 0

open Nat

theorem zero_add_again (n : Nat) : 0 + n = n := by
  exact Nat.zero_add n
