  have halves : ∀ n : Nat, (∃ k, n = 2 * k) ∨ ∃ k, n = 2 * k + 1 := by
    intro n
    induction n with
    | zero => exact Or.inl ⟨0, rfl⟩
    | succ n ih =>
      rcases ih with ⟨k, hk⟩ | ⟨k, hk⟩
      · exact Or.inr ⟨k, by rw [hk]⟩
      · exact Or.inl ⟨k + 1, by rw [hk, Nat.mul_add]⟩
  have small : ∀ s n : Nat, n ≤ s → n ≠ 0 → ∃ k m : Nat, n = 2 ^ k * (2 * m + 1) := by
    intro s
    induction s with
    | zero =>
      intro n l h
      exact absurd (Nat.eq_zero_of_le_zero l) h
    | succ s ih =>
      intro n l h
      rcases halves n with ⟨j, hj⟩ | ⟨j, hj⟩
      · cases j with
        | zero => exact absurd hj h
        | succ j =>
          have lj : j + 1 ≤ s := by
            refine Nat.le_of_succ_le_succ (Nat.le_trans ?_ l)
            rw [hj, Nat.succ_mul, Nat.one_mul]
            exact Nat.add_le_add_left (Nat.succ_le_succ (Nat.zero_le j)) (j + 1)
          obtain ⟨k, m, e⟩ := ih (j + 1) lj (fun z => Nat.noConfusion z)
          refine ⟨k + 1, m, ?_⟩
          rw [hj, e, Nat.pow_succ, Nat.mul_left_comm 2, Nat.mul_assoc]
      · exact ⟨0, j, by rw [hj, Nat.pow_zero, Nat.one_mul]⟩
  exact small n n (Nat.le_refl n) h
