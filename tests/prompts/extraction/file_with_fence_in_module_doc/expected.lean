import Mathlib

/-!
# Numerals
```
rfl
```
-/

theorem foo : 1 = 1 := by
  rfl
