/- ```lean4
   sorry
   ``` -/
rfl
