def text := "
```lean4
```
"
axiom base : 1 = 2
theorem goal : 1 = 2 := base
