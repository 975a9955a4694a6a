calc (a + b) * (a + b)
    = a * (a + b) + b * (a + b) := by rw [Nat.add_mul]
  _ = a * a + a * b + b * (a + b) := by rw [Nat.mul_add a]
  _ = a * a + a * b + (b * a + b * b) := by rw [Nat.mul_add b]
