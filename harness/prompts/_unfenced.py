"""A theorem amid prose without any code fence."""

from __future__ import annotations

from collections.abc import Sequence

from harness.lean.source import COMMANDS
from harness.prompts._glance import begins_like_lean, declares

_HEADS = COMMANDS | {"import", "end"}
_COMMENTS = ("--", "/-", "@[")
_GOES_ON = ("|", "·", ".", "⟨", "(", "{", "<;>", "--", "/-", "-/", ")", "}", "⟩", "]", "@[", "#")
_GOES_ON_WORDS = frozenset({"where", "termination_by", "decreasing_by", "with", "else", "then"})


def unfenced(text: str, theorem: str) -> str | None:
    """The Lean part of a text: the theorem with the commands that stand before it; None without a theorem.

    It ends where a line at the left margin, behind an empty one, begins like no Lean.
    """
    lines = text.split("\n")
    name = theorem.split(".")[-1]
    for number, line in enumerate(lines):
        if name in line and declares(line, theorem) and begins_like_lean(line):
            start = _start(lines, number)
            return "\n".join(lines[start : _stop(lines, number + 1)]).strip("\n")
    return None


def _start(lines: Sequence[str], number: int) -> int:
    """The first line of the commands and comments that lead up to line `number`."""
    start = number
    comment = False
    for at in range(number - 1, -1, -1):
        line = lines[at].strip()
        if line.startswith("/-") and not comment and "-/" not in line:
            break
        comment = (comment or line.endswith("-/")) and not line.startswith("/-")
        if comment or line.startswith(_COMMENTS) or _first_word(lines[at]) in _HEADS:
            start = at
        elif line and not begins_like_lean(line):
            break
    return start


def _first_word(line: str) -> str:
    """The word at the left margin; empty for an indented line."""
    return "" if line[:1].isspace() else line.split(maxsplit=1)[0] if line else ""


def _stop(lines: Sequence[str], number: int) -> int:
    for at in range(number, len(lines)):
        line = lines[at]
        if line.startswith("</"):
            return at
        if line[:1].strip() and not lines[at - 1].strip() and not _goes_on(line):
            return at
    return len(lines)


def _goes_on(line: str) -> bool:
    word = _first_word(line)
    return line.startswith(_GOES_ON) or word in _GOES_ON_WORDS or word in _HEADS or begins_like_lean(line)
