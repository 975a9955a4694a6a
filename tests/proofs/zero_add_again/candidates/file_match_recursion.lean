theorem zero_add_again (n : Nat) : 0 + n = n :=
  match n with
  | 0 => rfl
  | k + 1 => congrArg Nat.succ (zero_add_again k)
