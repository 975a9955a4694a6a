have h' : a + b = 0 + b := by rw [Nat.zero_add]; exact h
exact Nat.add_right_cancel h'
