section grind_propagator propagateEq ↑Eq := fun e => pure ()
end

theorem goal : 1 = 2 := by grind
