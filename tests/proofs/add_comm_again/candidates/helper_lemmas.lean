theorem my_zero_add (n : Nat) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [Nat.add_succ, ih]

theorem my_succ_add (a b : Nat) : Nat.succ a + b = Nat.succ (a + b) := by
  induction b with
  | zero => rfl
  | succ b ih => rw [Nat.add_succ, Nat.add_succ, ih]

theorem add_comm_again (a b : Nat) : a + b = b + a := by
  induction b with
  | zero => rw [my_zero_add, Nat.add_zero]
  | succ b ih => rw [Nat.add_succ, my_succ_add, ih]
