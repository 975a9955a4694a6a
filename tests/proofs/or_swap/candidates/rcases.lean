intro h
rcases h with hp | hq
· exact Or.inr hp
· exact Or.inl hq
