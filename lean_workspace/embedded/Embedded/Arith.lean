prelude
import Embedded.Arith.Nat
/-! Header of benches that need integers, `omega` and `simp +arith`. -/
