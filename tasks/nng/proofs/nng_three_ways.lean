  rcases Nat.lt_or_ge a b with h | h
  · exact Or.inl h
  · right
    rcases Nat.lt_or_ge b a with k | k
    · exact Or.inr k
    · exact Or.inl (Nat.le_antisymm k h)
