cases n with
| zero => exact absurd rfl hn
| succ n => exact Nat.succ_le_succ (Nat.zero_le n)
