"""Lean: toolchains, source text, .olean files."""
