have h : n = n := by
  /- one
 two -/ rfl
/- three
-/ exact h
