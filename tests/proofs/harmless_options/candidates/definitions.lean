set_option genSizeOfSpec false
set_option genInjectivity false
set_option structureDiamondWarning false
set_option warn.classDefReducibility false

structure Pair where
  one : Nat
  two : Nat

theorem opted (a b : ℕ) (h : a < b) : a + 1 ≤ b := by omega
