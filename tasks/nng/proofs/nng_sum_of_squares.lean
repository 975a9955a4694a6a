  intro f h0 h n
  have two : ∀ x : Nat, 2 * x = x + x := fun x => by rw [Nat.succ_mul, Nat.one_mul]
  have three : ∀ x : Nat, 3 * x = x + x + x := fun x => by rw [Nat.succ_mul, two]
  have four : ∀ x : Nat, 4 * x = x + x + x + x := fun x => by rw [Nat.succ_mul, three]
  have five : ∀ x : Nat, 5 * x = x + x + x + x + x := fun x => by rw [Nat.succ_mul, four]
  have six : ∀ x : Nat, 6 * x = x + x + x + x + x + x := fun x => by rw [Nat.succ_mul, five]
  induction n with
  | zero => rw [h0, Nat.zero_mul]
  | succ n ih =>
    have inner : n * (2 * n + 1) + 6 * (n + 1) = (n + 1 + 1) * (2 * (n + 1) + 1) := by
      rw [six, two, two]
      simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    rw [h, Nat.mul_add 6, ih, Nat.mul_assoc (n + 1), ← inner, Nat.mul_comm n (n + 1), Nat.mul_assoc,
      Nat.mul_left_comm 6, ← Nat.mul_add]
