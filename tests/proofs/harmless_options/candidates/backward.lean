set_option backward.isDefEq.respectTransparency false
set_option backward.isDefEq.lazyWhnfCore false
set_option backward.privateInPublic true
set_option backward.split false
set_option backward.defeqAttrib.useBackward true

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
