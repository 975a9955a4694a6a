  rcases h with hp | hq
  · rcases k with hn | hr
    · exact absurd hp hn
    · exact Or.inr hr
  · exact Or.inl hq
