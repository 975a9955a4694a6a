import Mathlib

lemma helper : 2 = 2 := rfl

/-- One is one. -/
theorem foo : 1 = 1 := by
  have h := helper
  rfl
