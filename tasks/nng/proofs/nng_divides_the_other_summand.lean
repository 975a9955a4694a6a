  obtain ⟨x, hx⟩ := k
  obtain ⟨y, hy⟩ := h
  rcases Nat.le_total x y with l | l
  · obtain ⟨z, hz⟩ : ∃ z, y = x + z := ⟨y - x, (Nat.add_sub_of_le l).symm⟩
    refine ⟨z, ?_⟩
    rw [hx, hz, Nat.mul_add] at hy
    exact Nat.add_left_cancel hy
  · obtain ⟨z, hz⟩ : ∃ z, x = y + z := ⟨x - y, (Nat.add_sub_of_le l).symm⟩
    refine ⟨0, ?_⟩
    rw [hx, hz, Nat.mul_add, Nat.add_assoc] at hy
    have e : d * z + b = 0 := Nat.add_left_cancel (show d * y + (d * z + b) = d * y + 0 from hy)
    exact Nat.eq_zero_of_le_zero (e ▸ Nat.le_add_left b (d * z))
