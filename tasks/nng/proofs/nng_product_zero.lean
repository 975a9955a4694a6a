  have split : ∀ x y : Nat, x * y = 0 → x = 0 ∨ y = 0 := by
    intro x y e
    cases x with
    | zero => exact Or.inl rfl
    | succ x =>
      cases y with
      | zero => exact Or.inr rfl
      | succ y => exact Nat.noConfusion e
  rcases split (a + b) (a * b) h with k | k
  · exact Or.inl (Nat.eq_zero_of_le_zero (Nat.le_trans (Nat.le_add_right a b) (Nat.le_of_eq k)))
  · exact split a b k
