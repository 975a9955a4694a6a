  by_cases found : ∃ n, p n ∧ ∀ m, p m → n ≤ m
  · exact found
  · exfalso
    have none : ∀ n m, m < n → ¬p m := by
      intro n
      induction n with
      | zero =>
        intro m l
        exact absurd l (Nat.not_succ_le_zero m)
      | succ n ih =>
        intro m l hm
        apply found
        refine ⟨m, hm, ?_⟩
        intro k hk
        rcases Nat.lt_or_ge k m with s | s
        · exact absurd hk (ih k (Nat.lt_of_lt_of_le s (Nat.le_of_succ_le_succ l)))
        · exact s
    obtain ⟨n, hn⟩ := h
    exact none (n + 1) n (Nat.le_refl _) hn
