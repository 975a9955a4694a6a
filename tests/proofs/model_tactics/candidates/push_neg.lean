import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

theorem model_tactics (a b : ℕ) (h : (a : ℤ) + b = 2 * a) (k : ¬∀ n : ℕ, n ≠ 5 * a) : a = b ∧ ∃ m, m = 5 * b := by
  push_neg at k
  obtain ⟨n, hn⟩ := k
  have hab : a = b := by omega
  refine ⟨hab, ?_⟩
  use n
  rw [hn, hab]
