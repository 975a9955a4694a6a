set_option grind.warning false
set_option simprocs false
set_option smartUnfolding false
set_option tactic.customEliminators false
set_option warningAsError true

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
