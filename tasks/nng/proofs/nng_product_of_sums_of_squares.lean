  have key : a * d * (a * d) + b * c * (b * c) = a * d * (b * c) + a * d * (b * c) + e * e := by
    rw [h]
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  calc (a * a + b * b) * (c * c + d * d)
      = a * c * (a * c) + b * d * (b * d) + (a * d * (a * d) + b * c * (b * c)) := by simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    _ = a * c * (a * c) + b * d * (b * d) + (a * d * (b * c) + a * d * (b * c) + e * e) := by rw [key]
    _ = (a * c + b * d) * (a * c + b * d) + e * e := by simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_left_comm, Nat.add_assoc, Nat.add_left_comm]
