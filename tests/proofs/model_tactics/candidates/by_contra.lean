import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

theorem model_tactics (a b : ℕ) (h : (a : ℤ) + b = 2 * a) (k : ¬∀ n : ℕ, n ≠ 5 * a) : a = b ∧ ∃ m, m = 5 * b := by
  constructor
  · by_contra hne
    apply hne
    omega
  · use 5 * b
