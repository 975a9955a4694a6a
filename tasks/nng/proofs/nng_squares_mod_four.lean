  have halves : (∃ k, n = k + k) ∨ ∃ k, n = k + k + 1 := by
    induction n with
    | zero => exact Or.inl ⟨0, rfl⟩
    | succ n ih =>
      rcases ih with ⟨k, hk⟩ | ⟨k, hk⟩
      · exact Or.inr ⟨k, by rw [hk]⟩
      · exact Or.inl ⟨k + 1, by rw [hk]; simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]⟩
  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have three : ∀ x : Nat, 3 * x = x + x + x := fun x => by rw [Nat.succ_mul, two]
  have four : ∀ x : Nat, 4 * x = x + x + x + x := fun x => by rw [Nat.succ_mul, three]
  rcases halves with ⟨k, hk⟩ | ⟨k, hk⟩
  · refine ⟨k * k, Or.inl ?_⟩
    rw [hk, four]
    simp only [Nat.mul_add, Nat.mul_comm, Nat.add_comm, Nat.add_left_comm]
  · refine ⟨k * k + k, Or.inr ?_⟩
    rw [hk, four]
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
