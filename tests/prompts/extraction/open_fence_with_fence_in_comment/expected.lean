  /- So
```lean
rfl
```
-/
  rfl
