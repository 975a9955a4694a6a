by_cases h : 1 = 2
· exact h
· apply?
