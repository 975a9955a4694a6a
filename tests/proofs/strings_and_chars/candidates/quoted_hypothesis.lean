have «my axiom» : n = n := rfl
exact «my axiom»
