induction n with
| zero => decide
| succ n ih =>
  rw [Nat.pow_succ]
  have h : 2 ^ n * 1 ≤ 2 ^ n * 2 := Nat.mul_le_mul_left (2 ^ n) (by decide)
  rw [Nat.mul_one] at h
  exact Nat.lt_of_lt_of_le ih h
