  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have three : ∀ x : Nat, 3 * x = x + x + x := fun x => by rw [Nat.succ_mul, two]
  have four : ∀ x : Nat, 4 * x = x + x + x + x := fun x => by rw [Nat.succ_mul, three]
  have halves : ∀ n : Nat, (∃ k, n = k + k) ∨ ∃ k, n = k + k + 1 := by
    intro n
    induction n with
    | zero => exact Or.inl ⟨0, rfl⟩
    | succ n ih =>
      rcases ih with ⟨k, hk⟩ | ⟨k, hk⟩
      · exact Or.inr ⟨k, by rw [hk]⟩
      · exact Or.inl ⟨k + 1, by rw [hk]; simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]⟩
  have square : ∀ n : Nat, ∃ k r, n * n = 4 * k + r ∧ r ≤ 1 := by
    intro n
    rcases halves n with ⟨k, hk⟩ | ⟨k, hk⟩
    · refine ⟨k * k, 0, ?_, by decide⟩
      rw [hk, four]
      simp only [Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
      rw [Nat.add_zero]
    · refine ⟨k * k + k, 1, ?_, by decide⟩
      rw [hk, four]
      simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  have unique : ∀ x y r : Nat, 4 * x + r = 4 * y + 3 → r ≤ 2 → False := by
    intro x y r e l
    rcases Nat.lt_or_ge y x with s | s
    · have t : 4 * y + 4 ≤ 4 * x := Nat.mul_le_mul_left 4 s
      have u : 4 * y + 4 ≤ 4 * y + 3 := Nat.le_trans t (Nat.le_trans (Nat.le_add_right _ r) (Nat.le_of_eq e))
      exact absurd (Nat.le_of_add_le_add_left u) (by decide)
    · have t : 4 * x + r ≤ 4 * y + 2 := Nat.add_le_add (Nat.mul_le_mul_left 4 s) l
      rw [e] at t
      exact absurd (Nat.le_of_add_le_add_left t) (by decide)
  intro h
  obtain ⟨x, r, hx, hr⟩ := square a
  obtain ⟨y, s, hy, hs⟩ := square b
  refine unique (x + y) k (r + s) ?_ (Nat.add_le_add hr hs)
  rw [← h, hx, hy, Nat.mul_add]
  simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
