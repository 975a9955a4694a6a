import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

theorem model_tactics (a b : ℕ) (h : (a : ℤ) + b = 2 * a) (k : ¬∀ n : ℕ, n ≠ 5 * a) : a = b ∧ ∃ m, m = 5 * b := by
  have h1 : a + b = 2 * a := by exact_mod_cast h
  have h2 : a = b := by omega
  constructor
  exacts [h2, ⟨5 * b, rfl⟩]
