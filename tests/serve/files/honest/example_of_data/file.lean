example : Nat → Nat
  | 0 => 0
  | n + 1 => n

example := 3
