"""one_line: text of others as it may be shown on a terminal."""

from __future__ import annotations


def one_line(text: str) -> str:
    """The text for a terminal: line breaks and control characters become spaces."""
    return "".join(char if char.isprintable() else " " for char in text)
