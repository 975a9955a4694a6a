  cases b with
  | zero => exact ⟨h, rfl⟩
  | succ b => exact absurd h (fun e => Nat.noConfusion e)
