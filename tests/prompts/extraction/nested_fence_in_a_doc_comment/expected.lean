/-- Numerals are equal to themselves, for example
```
example : 2 = 2 := rfl
```
-/
theorem foo : 1 = 1 := by
  rfl
