subst h₁
subst h₂
exact h₃
