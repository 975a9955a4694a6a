intro h
by_cases hp : p
· assumption
· exfalso
  exact h hp
