prelude
import Embedded.Arith

theorem odd_names.«1» (a b : Nat) : a + b = b + a := Nat.add_comm a b

theorem odd_names (a b : Nat) : a + b = b + a :=
  odd_names.«1» a b
