"""The stages of a loop, one module each."""
