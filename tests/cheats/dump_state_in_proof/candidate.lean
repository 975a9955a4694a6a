simp
  #dump_async_env_state
