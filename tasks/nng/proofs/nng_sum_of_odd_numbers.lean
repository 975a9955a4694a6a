  intro f h0 h n
  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  induction n with
  | zero => rw [h0]
  | succ n ih =>
    rw [h, ih, two]
    simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
