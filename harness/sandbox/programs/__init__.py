"""Programs that run inside a sandbox, each by its `main`: standard library only, since start-up counts."""
