  have below : ∀ n m, m < n → p m := by
    intro n
    induction n with
    | zero =>
      intro m l
      exact absurd l (Nat.not_succ_le_zero m)
    | succ n ih =>
      intro m l
      apply h
      intro k lk
      exact ih k (Nat.lt_of_lt_of_le lk (Nat.le_of_succ_le_succ l))
  intro n
  exact below (n + 1) n (Nat.le_refl _)
