  cases a with
  | zero => exact Or.inl rfl
  | succ a =>
    right
    rw [Nat.mul_succ] at h
    cases a with
    | zero => rfl
    | succ a =>
      exfalso
      have e : (a + 1 + 1) * (a + 1) = 0 := by
        refine Nat.add_right_cancel (?_ : _ + (a + 1 + 1) = _ + (a + 1 + 1))
        rw [Nat.zero_add]
        exact h
      exact Nat.noConfusion e
