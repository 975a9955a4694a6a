prelude
import Embedded.Arith

theorem γ₁.naïve'.«ключ и 鍵» (a b : Nat) : a + b = b + a := Nat.add_comm a b

theorem odd_names (a b : Nat) : a + b = b + a :=
  γ₁.naïve'.«ключ и 鍵» a b
