"""The stages of a loop, a module each: what it is told, what it reads, what it writes and measures."""
