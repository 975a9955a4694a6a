"""Text from outside for a terminal: nothing in it may move the cursor, colour what follows or end a line."""

from __future__ import annotations

import contextlib
import sys


def one_line(text: str) -> str:
    """The text with a space for each line break, control character and half of a surrogate pair."""
    return "".join(char if char.isprintable() else " " for char in text)


def lines(text: str) -> str:
    """The same line by line; tabs stay, too."""
    return "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)


def say(line: str) -> None:
    """Tell a person something on standard error; never on standard output, which others may read."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(lines(line), file=sys.stderr, flush=True)
