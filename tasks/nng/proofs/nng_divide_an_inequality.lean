  rcases Nat.lt_or_ge a b with k | k
  · exact k
  · exact absurd (Nat.mul_le_mul_left c k) (Nat.not_le_of_lt h)
