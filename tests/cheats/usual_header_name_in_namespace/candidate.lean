import Mathlib
import Aesop

set_option maxHeartbeats 400000

open BigOperators Real Nat Topology Rat

namespace Rat
theorem goal : 1 = 1 := rfl
end Rat
