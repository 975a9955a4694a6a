  cases a with
  | zero => exact Or.inl rfl
  | succ a =>
    right
    cases b with
    | zero => rfl
    | succ b => exact Nat.noConfusion h
