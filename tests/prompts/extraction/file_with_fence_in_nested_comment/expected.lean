/- a /- b
```lean4
theorem foo : 1 = 1 := by
  rfl
```
-/ c -/
theorem foo : 1 = 1 := by
  rfl
