theorem sum_even (a b : Nat) (ha : a % 2 = 0) (hb : b % 2 = 0) : (a + b) % 2 = 0 := by
  have h₁ : ∃ k, a = 2 * k := by
    refine ⟨a / 2, ?_⟩
    om
