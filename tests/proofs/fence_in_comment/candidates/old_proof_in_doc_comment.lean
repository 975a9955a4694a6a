/-- The old proof:
```lean4
theorem fence_in_comment (n : Nat) : n + 0 = n := by
  omega
```
-/
theorem fence_in_comment (n : Nat) : n + 0 = n := by
  rfl
