intro h
by_cases hp : p
· exact hp
· exact absurd hp h
