open Nat in
set_option maxRecDepth 1000 in
/-- Twice. -/
def dbl (n : Nat) : Nat := by
  open Nat in
  exact n + n
open Nat in theorem helper (n : Nat) : dbl n = n + n := rfl

theorem restated_definitions (n : Nat) : dbl n + answer = answer + (n + n) := by
  rw [helper, Nat.add_comm]
