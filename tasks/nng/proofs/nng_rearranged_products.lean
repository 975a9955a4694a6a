  obtain ⟨x, hx⟩ : ∃ x, b = a + x := ⟨b - a, (Nat.add_sub_of_le h).symm⟩
  obtain ⟨y, hy⟩ : ∃ y, d = c + y := ⟨d - c, (Nat.add_sub_of_le k).symm⟩
  have e : a * c + b * d = a * d + b * c + x * y := by
    rw [hx, hy]
    simp only [Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_left_comm]
  rw [e]
  exact Nat.le_add_right _ _
