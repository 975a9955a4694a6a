-- register_simp_attr foo, unlock_limits, grind_propagator
/- run_cmd x
run_elab y -/
exact ⟨hq, hp⟩ -- docs_to_verso z
