set_option diagnostics true
set_option diagnostics.threshold 5
set_option profiler true
set_option profiler.threshold 1

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
