theorem helper : "
```lean
sorry
```
" = "
```lean
sorry
```
" := rfl

theorem fence_in_comment (n : Nat) : n + 0 = n := by
  rfl
