prelude
import Embedded.Arith

theorem id_up (α : Type 12) (x : α) : x = x := rfl

theorem odd_names (a b : Nat) : a + b = b + a := by
  have := id_up
  exact Nat.add_comm a b
