prelude
import Embedded.Nat
import Embedded.Namespaces
/-! Header of benches that need logic and natural numbers only. -/
