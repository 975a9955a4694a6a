theorem helper : True := trivial grind_propagator propagateEq ↓Eq := fun e => pure ()

theorem goal : 1 = 2 := by grind
