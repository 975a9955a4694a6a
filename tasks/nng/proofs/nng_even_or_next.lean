  induction n with
  | zero => exact Or.inl ⟨0, rfl⟩
  | succ n ih =>
    rcases ih with ⟨k, hk⟩ | h
    · right
      exact ⟨k + 1, by rw [hk, Nat.mul_add]⟩
    · exact Or.inl h
