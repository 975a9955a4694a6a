  induction a generalizing b with
  | zero =>
    cases b with
    | zero => rfl
    | succ b => exact Nat.noConfusion h
  | succ a ih =>
    cases b with
    | zero => exact Nat.noConfusion h
    | succ b =>
      rw [ih b]
      refine Nat.add_right_cancel (?_ : _ + 1 = _ + 1)
      refine Nat.add_right_cancel (?_ : _ + 1 = _ + 1)
      calc a + a + 1 + 1 = (a + 1) + (a + 1) := by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
        _ = (b + 1) + (b + 1) := h
        _ = b + b + 1 + 1 := by simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
