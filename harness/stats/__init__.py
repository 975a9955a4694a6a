"""Statistics: pass@k, intervals."""
