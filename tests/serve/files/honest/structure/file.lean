structure P where
  x : Nat
  y : Nat := 0
