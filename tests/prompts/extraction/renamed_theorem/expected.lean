import Mathlib

theorem user_theorem : 1 = 1 := by
  rfl
