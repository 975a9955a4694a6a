induction b with
| zero => exact h
| succ b ih =>
  apply ih
  rw [Nat.add_succ] at h
  injection h
