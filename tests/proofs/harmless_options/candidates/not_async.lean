set_option Elab.async false

theorem one : 1 = 1 := rfl

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
