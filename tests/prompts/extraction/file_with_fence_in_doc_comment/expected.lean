import Mathlib

/-- Numerals are equal to themselves, as in
```lean
example : 2 = 2 := rfl
```
-/
theorem foo : 1 = 1 := by
  rfl
