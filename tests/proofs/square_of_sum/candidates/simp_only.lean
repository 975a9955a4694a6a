rw [Nat.add_mul]
simp only [Nat.mul_add]
