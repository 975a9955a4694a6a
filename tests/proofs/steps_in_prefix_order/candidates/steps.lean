apply Nat.mul_le_mul
apply Nat.pow_le_pow_left
apply Nat.add_le_add
exact h1
exact Nat.le_of_lt h2
exact h1
