prelude
import Embedded.Nat
/-! Header of benches that need logic and natural numbers only. -/
