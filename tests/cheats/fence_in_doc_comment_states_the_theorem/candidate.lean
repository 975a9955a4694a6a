/-- The statement:
```lean4
theorem goal : 1 = 2 := by
  decide
```
-/
theorem goal : 1 = 1 := by
  rfl
