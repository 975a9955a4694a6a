  cases n with
  | zero => exact absurd rfl h
  | succ n => exact ⟨n, rfl⟩
