set_option pp.all true
set_option pp.funBinderTypes true
set_option pp.unicode.fun true
set_option pp.numericTypes true
set_option format.width 80

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
