by_cases h : x ≤ 2
· exact h
· exfalso
  omega
