prelude
import Embedded.Arith

theorem linear_bound (x y : Nat) (h₁ : x + 2 * y ≤ 10) (h₂ : 4 ≤ y) : x ≤ 2 := by omega
