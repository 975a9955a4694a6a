  induction b generalizing c with
  | zero =>
    cases c with
    | zero => rfl
    | succ c =>
      exfalso
      rw [Nat.mul_zero, Nat.mul_succ] at h
      cases a with
      | zero => exact ha rfl
      | succ a => exact Nat.noConfusion h
  | succ b ih =>
    cases c with
    | zero =>
      exfalso
      rw [Nat.mul_zero, Nat.mul_succ] at h
      cases a with
      | zero => exact ha rfl
      | succ a => exact Nat.noConfusion h
    | succ c =>
      rw [Nat.mul_succ, Nat.mul_succ] at h
      rw [ih c (Nat.add_right_cancel h)]
