  have low : ∀ k n, k ≤ n → k ≤ f n := by
    intro k
    induction k with
    | zero =>
      intro n _
      exact Nat.zero_le _
    | succ k ih =>
      intro n l
      cases n with
      | zero => exact absurd l (Nat.not_succ_le_zero k)
      | succ n =>
        have a : k ≤ f n := ih n (Nat.le_of_succ_le_succ l)
        exact Nat.lt_of_le_of_lt (ih (f n) a) (h n)
  have self : ∀ n, n ≤ f n := fun n => low n n (Nat.le_refl n)
  have step : ∀ n, f n < f (n + 1) := fun n => Nat.lt_of_le_of_lt (self (f n)) (h n)
  have mono : ∀ a b, a ≤ b → f a ≤ f b := by
    intro a b l
    induction l with
    | refl => exact Nat.le_refl _
    | step _ ih => exact Nat.le_trans ih (Nat.le_of_lt (step _))
  intro n
  refine Nat.le_antisymm ?_ (self n)
  rcases Nat.lt_or_ge n (f n) with l | l
  · exact absurd (h n) (Nat.not_lt_of_le (mono _ _ l))
  · exact l
