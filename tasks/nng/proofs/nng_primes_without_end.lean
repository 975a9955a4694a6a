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
  have multiple : ∀ n : Nat, ∃ m, 0 < m ∧ ∀ d, 1 ≤ d → d ≤ n → d ∣ m := by
    intro n
    induction n with
    | zero =>
      refine ⟨1, Nat.le_refl 1, ?_⟩
      intro d h k
      exact absurd (Nat.le_trans h k) (Nat.not_succ_le_zero 0)
    | succ n ih =>
      obtain ⟨m, hm, h⟩ := ih
      refine ⟨m * (n + 1), ?_, ?_⟩
      · rw [Nat.mul_succ]
        exact Nat.le_trans hm (Nat.le_add_left m (m * n))
      · intro d h1 h2
        rcases Nat.lt_or_ge n d with l | l
        · have e : d = n + 1 := Nat.le_antisymm h2 l
          exact ⟨m, by rw [e, Nat.mul_comm]⟩
        · obtain ⟨c, hc⟩ := h d h1 l
          exact ⟨c * (n + 1), by rw [hc, Nat.mul_assoc]⟩
  obtain ⟨m, hm, h⟩ := multiple n
  obtain ⟨p, p2, ⟨y, hy⟩, hp⟩ := small (m + 1) (m + 1) (Nat.le_refl _) (Nat.succ_le_succ hm)
  refine ⟨p, ?_, p2, hp⟩
  rcases Nat.lt_or_ge n p with l | l
  · exact l
  · exfalso
    obtain ⟨x, hx⟩ := h p (Nat.le_trans (by decide) p2) l
    rw [hx] at hy
    rcases Nat.lt_or_ge x y with k | k
    · have t : p * x + p ≤ p * y := Nat.mul_le_mul_left p k
      rw [← hy] at t
      exact absurd (Nat.le_trans p2 (Nat.le_of_add_le_add_left t)) (by decide)
    · have t : p * y ≤ p * x := Nat.mul_le_mul_left p k
      rw [← hy] at t
      exact Nat.lt_irrefl _ t
