  obtain ⟨c, hc⟩ := h
  cases c with
  | zero => exact Nat.noConfusion hc
  | succ c =>
    cases a with
    | zero =>
      rw [Nat.zero_mul] at hc
      exact Nat.noConfusion hc
    | succ a =>
      rw [Nat.mul_succ] at hc
      have h0 : 0 = (a + 1) * c + a := Nat.add_right_cancel (show 0 + 1 = (a + 1) * c + a + 1 from hc)
      have ha : a = 0 := Nat.eq_zero_of_le_zero (Nat.le_trans (Nat.le_add_left a _) (Nat.le_of_eq h0.symm))
      rw [ha]
