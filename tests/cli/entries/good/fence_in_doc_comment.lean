/-- As in
```lean
example : 1 = 1 := rfl
```
-/
theorem two_sums (a b : Nat) : a + b + 0 = b + a := by
  omega
