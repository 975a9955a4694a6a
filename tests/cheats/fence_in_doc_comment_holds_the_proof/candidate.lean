/-- The proof:
```lean4
theorem goal : 1 = 1 := by
  rfl
```
-/
theorem goal : 1 = 1 := by
  sorry
