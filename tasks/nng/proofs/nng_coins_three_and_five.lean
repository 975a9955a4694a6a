  induction h with
  | refl => exact ⟨1, 1, rfl⟩
  | step _ ih =>
    obtain ⟨a, b, e⟩ := ih
    rw [e]
    cases b with
    | succ b =>
      refine ⟨a + 2, b, ?_⟩
      rw [Nat.mul_add, Nat.mul_add, Nat.add_assoc (3 * a), Nat.add_comm (3 * 2)]
      rfl
    | zero =>
      rename_i m l
      rcases Nat.lt_or_ge a 3 with s | s
      · exfalso
        rw [Nat.mul_zero, Nat.add_zero] at e
        have t : 3 * a ≤ 3 * 2 := Nat.mul_le_mul_left 3 (Nat.le_of_succ_le_succ s)
        have u : m ≤ 6 := Nat.le_trans (Nat.le_of_eq e) t
        exact absurd (Nat.le_trans l u) (by decide)
      · obtain ⟨c, hc⟩ : ∃ c, a = 3 + c := ⟨a - 3, (Nat.add_sub_of_le s).symm⟩
        refine ⟨c, 2, ?_⟩
        rw [hc, Nat.mul_add, Nat.add_comm (3 * 3)]
