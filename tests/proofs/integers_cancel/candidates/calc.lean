have h2 : 2 * a = 4 := by
  calc 2 * a = (a + b) + (a - b) := by omega
    _ = 3 + 1 := by rw [h, h']
    _ = 4 := by decide
omega
