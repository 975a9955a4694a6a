  have cases2 : ∀ x : Nat, x < 2 → x = 0 ∨ x = 1 := by
    intro x l
    cases x with
    | zero => exact Or.inl rfl
    | succ x => exact Or.inr (congrArg (· + 1) (Nat.eq_zero_of_le_zero (Nat.le_of_succ_le_succ (Nat.le_of_succ_le_succ l))))
  have a := cases2 _ (h 0 (by decide))
  have b := cases2 _ (h 1 (by decide))
  have c := cases2 _ (h 2 (by decide))
  rcases a with a | a
  · rcases b with b | b
    · exact ⟨0, 1, by decide, by decide, by rw [a, b]⟩
    · rcases c with c | c
      · exact ⟨0, 2, by decide, by decide, by rw [a, c]⟩
      · exact ⟨1, 2, by decide, by decide, by rw [b, c]⟩
  · rcases b with b | b
    · rcases c with c | c
      · exact ⟨1, 2, by decide, by decide, by rw [b, c]⟩
      · exact ⟨0, 2, by decide, by decide, by rw [a, c]⟩
    · exact ⟨0, 1, by decide, by decide, by rw [a, b]⟩
