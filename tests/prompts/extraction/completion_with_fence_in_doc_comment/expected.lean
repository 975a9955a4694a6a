/-- So
```lean
rfl
```
-/
theorem foo : 1 = 1 := by
  rfl
