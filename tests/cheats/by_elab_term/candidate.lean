exact by_elab return default
