run_tac pure ()
rfl
