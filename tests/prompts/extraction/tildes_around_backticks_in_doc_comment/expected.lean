/-- Was
```lean4
theorem foo : 1 = 1 := by
  simp
```
-/
theorem foo : 1 = 1 := by
  rfl
