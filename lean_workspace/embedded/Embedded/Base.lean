prelude
import Embedded.Nat
import Embedded.Namespaces
import Embedded.Tactics
/-! Header of benches that need logic and natural numbers only. -/
