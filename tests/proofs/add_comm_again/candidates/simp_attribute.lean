@[simp] theorem my_comm (a b : Nat) : a + b = b + a := Nat.add_comm a b

theorem add_comm_again (a b : Nat) : a + b = b + a := by
  exact my_comm a b
