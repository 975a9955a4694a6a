  rcases Nat.lt_or_ge a b with l | l
  · have k := h a b l
    rw [e] at k
    exact absurd k (Nat.lt_irrefl _)
  · rcases Nat.lt_or_ge b a with m | m
    · have k := h b a m
      rw [e] at k
      exact absurd k (Nat.lt_irrefl _)
    · exact Nat.le_antisymm m l
