  induction n with
  | zero => exact ⟨0, 0, rfl, hd⟩
  | succ n ih =>
    obtain ⟨q, r, e, l⟩ := ih
    rcases Nat.lt_or_ge (r + 1) d with k | k
    · refine ⟨q, r + 1, ?_, k⟩
      rw [e, Nat.add_assoc]
    · refine ⟨q + 1, 0, ?_, hd⟩
      have m : r + 1 = d := Nat.le_antisymm l k
      rw [e, Nat.mul_add, Nat.mul_one, Nat.add_assoc, m, Nat.add_zero]
