prelude
import Embedded.Arith

theorem helper (x : Nat) : x + 0 = x := rfl

theorem two_sums (a b : Nat) : a + b + 0 = b + a := by
  omega
