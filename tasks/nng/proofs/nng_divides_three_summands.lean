  obtain ⟨x, hx⟩ := ha
  obtain ⟨y, hy⟩ := hb
  obtain ⟨z, hz⟩ := hc
  exact ⟨x + y + z, by rw [hx, hy, hz, Nat.mul_add, Nat.mul_add]⟩
