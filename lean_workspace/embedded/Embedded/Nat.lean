prelude
import Embedded.Nat.Simproc
/-! The natural numbers: all modules `Embedded.Nat.*`. -/
