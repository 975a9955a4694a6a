by_cases h : n % 2 = 0
· left
  exact h
· right
  omega
