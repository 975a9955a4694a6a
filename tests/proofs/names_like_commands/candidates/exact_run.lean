have run_cmds : p := hp
exact ⟨hq, run_cmds⟩
