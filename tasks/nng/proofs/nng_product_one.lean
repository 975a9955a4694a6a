  cases a with
  | zero =>
    rw [Nat.zero_mul] at h
    exact Nat.noConfusion h
  | succ a =>
    cases b with
    | zero => exact Nat.noConfusion h
    | succ b =>
      have e : a * b + a + b = 0 := by
        refine Nat.add_right_cancel (?_ : _ + 1 = _ + 1)
        refine Eq.trans ?_ h
        simp only [Nat.mul_add, Nat.mul_comm, Nat.mul_one, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
      have hb : b = 0 := Nat.eq_zero_of_le_zero (e ▸ Nat.le_add_left b (a * b + a))
      rw [hb] at e
      have ha : a = 0 := by
        rw [Nat.mul_zero, Nat.zero_add, Nat.add_zero] at e
        exact e
      rw [ha, hb]
      exact ⟨rfl, rfl⟩
