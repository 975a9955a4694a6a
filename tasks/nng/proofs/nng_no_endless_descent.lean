  intro h
  have sum : ∀ n, f n + n ≤ f 0 := by
    intro n
    induction n with
    | zero => exact Nat.le_refl _
    | succ n ih =>
      have e : f (n + 1) + (n + 1) = f (n + 1) + 1 + n := by rw [Nat.add_assoc, Nat.add_comm 1 n]
      rw [e]
      exact Nat.le_trans (Nat.add_le_add_right (h n) n) ih
  have l := sum (f 0 + 1)
  exact Nat.lt_irrefl (f 0) (Nat.le_trans (Nat.le_add_left _ _) l)
