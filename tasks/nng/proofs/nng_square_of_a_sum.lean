  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  simp only [two, Nat.mul_add, Nat.mul_comm, Nat.add_assoc, Nat.add_left_comm]
