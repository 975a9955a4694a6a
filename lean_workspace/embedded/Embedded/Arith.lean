prelude
import Embedded.Int.Abs
import Embedded.Arith.Nat
import Embedded.Arith.Int
/-! Header of benches that need integers, `omega` and `simp +arith`. -/
