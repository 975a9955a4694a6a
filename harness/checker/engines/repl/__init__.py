"""The parts of engine `repl`: leanprover-community/repl, found, spoken to, and kept in a pool."""
