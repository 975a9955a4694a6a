prelude
import Embedded.Int.Cast
/-! Integers: type, ring, order, division and casts, as far as `omega` needs them (`Embedded.Arith` has more). -/
