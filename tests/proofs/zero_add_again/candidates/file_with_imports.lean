prelude
import Embedded.Base

theorem zero_add_again (n : Nat) : 0 + n = n :=
  Nat.zero_add n
