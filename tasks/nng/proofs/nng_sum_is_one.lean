  cases b with
  | zero => exact Or.inr ⟨h, rfl⟩
  | succ b =>
    left
    have h0 : a + b = 0 := Nat.add_right_cancel (show a + b + 1 = 0 + 1 from h)
    cases b with
    | zero => exact ⟨h0, rfl⟩
    | succ b => exact Nat.noConfusion h0
