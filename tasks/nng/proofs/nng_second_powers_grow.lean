  have sq : ∀ x : Nat, x ^ 2 = x * x := fun x => by rw [Nat.pow_succ, Nat.pow_succ, Nat.pow_zero, Nat.one_mul]
  rw [sq, sq]
  refine Nat.le_trans (Nat.mul_le_mul_left a h) ?_
  rw [Nat.mul_comm a b]
  exact Nat.mul_le_mul_left b h
