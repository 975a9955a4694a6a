exact log "a{by_elab x}"
