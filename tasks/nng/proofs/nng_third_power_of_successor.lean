  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have three : ∀ x : Nat, 3 * x = x + x + x := fun x => by rw [Nat.succ_mul, two]
  have cube : ∀ x : Nat, x ^ 3 = x * x * x := by
    intro x
    rw [Nat.pow_succ, Nat.pow_succ, Nat.pow_succ, Nat.pow_zero, Nat.one_mul]
  have sq : ∀ x : Nat, x ^ 2 = x * x := fun x => by rw [Nat.pow_succ, Nat.pow_succ, Nat.pow_zero, Nat.one_mul]
  rw [cube, cube, sq, three, three]
  simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
