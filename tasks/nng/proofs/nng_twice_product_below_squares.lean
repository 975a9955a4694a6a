  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  rcases Nat.le_total a b with h | h
  · obtain ⟨k, hk⟩ : ∃ k, b = a + k := ⟨b - a, (Nat.add_sub_of_le h).symm⟩
    have e : a * a + b * b = 2 * (a * b) + k * k := by
      rw [hk]
      simp only [two, Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    rw [e]
    exact Nat.le_add_right _ _
  · obtain ⟨k, hk⟩ : ∃ k, a = b + k := ⟨a - b, (Nat.add_sub_of_le h).symm⟩
    have e : a * a + b * b = 2 * (a * b) + k * k := by
      rw [hk]
      simp only [two, Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    rw [e]
    exact Nat.le_add_right _ _
