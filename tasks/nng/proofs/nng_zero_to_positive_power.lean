  cases n with
  | zero => exact absurd rfl h
  | succ n => rw [Nat.pow_succ, Nat.mul_zero]
