  have halves : ∀ m : Nat, (∃ k, m = 2 * k) ∨ ∃ k, m = 2 * k + 1 := by
    intro m
    induction m with
    | zero => exact Or.inl ⟨0, rfl⟩
    | succ m ih =>
      rcases ih with ⟨k, hk⟩ | ⟨k, hk⟩
      · exact Or.inr ⟨k, by rw [hk]⟩
      · exact Or.inl ⟨k + 1, by rw [hk, Nat.mul_add]⟩
  have parity : ∀ a b : Nat, 2 * a ≠ 2 * b + 1 := by
    intro a
    induction a with
    | zero =>
      intro b e
      exact Nat.noConfusion e
    | succ a ih =>
      intro b e
      cases b with
      | zero => exact Nat.noConfusion (Nat.add_right_cancel (show 2 * a + 1 + 1 = 0 + 1 from e))
      | succ b =>
        refine ih b (Nat.add_right_cancel (?_ : _ + 2 = _ + 2))
        exact e
  rcases halves n with ⟨k, hk⟩ | ⟨k, hk⟩
  · exact ⟨k, hk⟩
  · exfalso
    obtain ⟨c, hc⟩ := h
    refine parity c (n * k + k) ?_
    rw [← hc, Nat.mul_add, ← Nat.mul_assoc, Nat.mul_comm 2 n, Nat.mul_assoc, Nat.add_assoc, ← hk]
    rw [hk, Nat.mul_add, Nat.mul_one]
