  have small : ∀ s n : Nat, n ≤ s → 2 ≤ n → ∃ p, 2 ≤ p ∧ p ∣ n ∧ ∀ d, d ∣ p → d = 1 ∨ d = p := by
    intro s
    induction s with
    | zero =>
      intro n l h
      exact absurd (Nat.le_trans h l) (by decide)
    | succ s ih =>
      intro n l h
      by_cases k : ∃ d, d ∣ n ∧ ¬(d = 1 ∨ d = n)
      · obtain ⟨d, ⟨c, hc⟩, hd⟩ := k
        have d2 : 2 ≤ d := by
          cases d with
          | zero =>
            rw [Nat.zero_mul] at hc
            rw [hc] at h
            exact absurd h (by decide)
          | succ d =>
            cases d with
            | zero => exact absurd (Or.inl rfl) hd
            | succ d => exact Nat.succ_le_succ (Nat.succ_le_succ (Nat.zero_le d))
        have dn : d ≤ n := by
          cases c with
          | zero =>
            rw [Nat.mul_zero] at hc
            rw [hc] at h
            exact absurd h (by decide)
          | succ c =>
            rw [hc, Nat.mul_succ]
            exact Nat.le_add_left d (d * c)
        have ds : d ≤ s := by
          rcases Nat.lt_or_ge d n with t | t
          · exact Nat.le_of_succ_le_succ (Nat.le_trans t l)
          · exact absurd (Or.inr (Nat.le_antisymm dn t)) hd
        obtain ⟨p, p2, ⟨e, he⟩, hp⟩ := ih d ds d2
        refine ⟨p, p2, ⟨e * c, ?_⟩, hp⟩
        rw [hc, he, Nat.mul_assoc]
      · refine ⟨n, h, ⟨1, (Nat.mul_one n).symm⟩, ?_⟩
        intro d hd
        by_cases t : d = 1 ∨ d = n
        · exact t
        · exact absurd ⟨d, hd, t⟩ k
  exact small n n (Nat.le_refl n) h
