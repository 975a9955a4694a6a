  intro n
  induction n with
  | zero => exact Nat.zero_le _
  | succ n ih => exact Nat.le_trans (Nat.succ_le_succ ih) (h n)
