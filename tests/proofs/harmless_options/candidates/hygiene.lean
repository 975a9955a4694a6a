set_option hygiene false
set_option quotPrecheck false
set_option checkBinderAnnotations false

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
