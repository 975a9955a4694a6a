  intro h
  obtain ⟨k, e⟩ := (h 2 0).mp ⟨1, 0, by decide, by decide⟩
  have value : (2 : ℤ) ^ 2 + 0 ^ 2 = 4 := by decide
  omega
