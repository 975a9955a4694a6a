match b with
| 0 => rfl
| b + 1 => congrArg Nat.succ (Nat.succ_add a b)
