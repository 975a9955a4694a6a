set_option Elab.async true in
theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
