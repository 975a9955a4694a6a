  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have sq : ∀ x : Nat, x ^ 2 = x * x := fun x => by rw [Nat.pow_succ, Nat.pow_succ, Nat.pow_zero, Nat.one_mul]
  simp only [sq, two, Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
