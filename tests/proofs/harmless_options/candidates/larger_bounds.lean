set_option maxHeartbeats 4000000000
set_option maxRecDepth 5000000
set_option synthInstance.maxHeartbeats 400000000
set_option synthInstance.maxSize 1000000
set_option exponentiation.threshold 5000000

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
