  induction a generalizing b with
  | zero =>
    intro h
    exact Nat.noConfusion h
  | succ a ih =>
    intro h
    cases b with
    | zero => exact Nat.noConfusion (Nat.add_right_cancel (show 2 * a + 1 + 1 = 0 + 1 from h))
    | succ b => exact ih b (Nat.add_right_cancel (show 2 * a + 2 = 2 * b + 1 + 2 from h))
