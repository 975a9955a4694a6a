  constructor
  · intro h
    exact ⟨b - a, (Nat.add_sub_of_le h).symm⟩
  · rintro ⟨c, hc⟩
    rw [hc]
    exact Nat.le_add_right a c
