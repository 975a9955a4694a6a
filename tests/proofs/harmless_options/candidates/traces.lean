set_option trace.Meta.synthInstance true
set_option trace.Elab.definition true
set_option trace.Meta.Tactic.simp true
set_option maxTraceChildren 10

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
