exact dbg_trace "proved"; rfl
