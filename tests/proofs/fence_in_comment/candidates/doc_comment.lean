/-- As in
```lean
example : 2 = 2 := rfl
```
-/
theorem fence_in_comment (n : Nat) : n + 0 = n := by
  rfl
