import Mathlib

/-!
# Zero
```
sorry
```
-/

theorem fence_in_comment (n : Nat) : n + 0 = n := by
  rfl
