  constructor
  · intro h
    rcases Nat.lt_or_ge a b with k | k
    · exact Or.inl k
    · exact Or.inr (Nat.le_antisymm (Nat.le_of_succ_le_succ h) k)
  · intro h
    rcases h with h | h
    · exact Nat.le_trans h (Nat.le_succ b)
    · rw [h]
      exact Nat.le_refl _
