import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

namespace Real
abbrev Nat := PUnit.{1}
end Real

open Real in
theorem goal (a b : Nat) : a = b := rfl
