import Mathlib

namespace Real
scoped instance (priority := 2000) two : OfNat Nat 2 := ⟨1⟩
end Real

open BigOperators Real Nat Topology Rat

theorem goal : 1 = 2 := rfl
