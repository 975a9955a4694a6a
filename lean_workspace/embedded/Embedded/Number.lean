prelude
import Embedded.Abs
import Embedded.Number.Int
/-! Header of benches that speak of `ℕ`, `ℤ` and absolute values. -/
