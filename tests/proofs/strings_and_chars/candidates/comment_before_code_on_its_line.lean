/-
-/ rfl
