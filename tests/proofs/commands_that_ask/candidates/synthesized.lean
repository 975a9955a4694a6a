#synth Inhabited Nat
theorem asked (a b : ℕ) (h : a ≤ b) : a ≤ b + 1 := by omega
