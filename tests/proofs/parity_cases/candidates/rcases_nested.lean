have h : n % 2 = 0 ∨ n % 2 = 1 ∨ 2 ≤ n % 2 := by omega
rcases h with h | h | h
· exact Or.inl h
· exact .inr h
· omega
