prelude
import Embedded.Int.Abs
import Embedded.Int.Tactics
import Embedded.Int.Simproc
import Embedded.Fin
import Embedded.Arith.Nat
import Embedded.Arith.Int
/-! Header of benches that need integers, `Fin`, `omega` and `simp +arith`. -/
