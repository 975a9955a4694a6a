  have h : m % 3 = 0 ∨ m % 3 = 1 ∨ m % 3 = 2 := by omega
  refine Nat.dvd_of_mod_eq_zero ?_
  rw [Nat.add_mod, Nat.pow_mod, Nat.mul_mod]
  rcases h with h | h | h <;> rw [h]
