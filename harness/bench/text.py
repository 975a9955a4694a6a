"""Lean text, just far enough to find a theorem's name and to compare statements."""

from __future__ import annotations

import re

_NAME_PART = r"(?:«[^»\n]+»|[^\W\d][\w'!?₀-₉]*)"
_THEOREM = re.compile(rf"\s*theorem\s+({_NAME_PART}(?:\.{_NAME_PART})*)")
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|«[^»]*»|[\w\'!?.₀-₉⁰-⁹]+|\S', re.DOTALL)
_COMMENT_MARK = re.compile(r'/-|-/|--|"|\n')
_ENDING = re.compile(r"\s*:=\s*(?:by\b\s*)?(?:sorry\b)?\s*$")


def strip_comments(text: str) -> str:
    """`text` with each comment replaced by a space; `/- -/` nests, and strings are left alone."""
    kept: list[str] = []
    depth, start, at = 0, 0, 0
    while mark := _COMMENT_MARK.search(text, at):
        found, at = mark.group(), mark.end()
        if depth:
            depth += {"/-": 1, "-/": -1}.get(found, 0)
            if depth == 0:
                start = at
        elif found == '"':
            at = _string_end(text, at)
        elif found in ("/-", "--"):
            kept.append(text[start : mark.start()] + " ")
            if found == "/-":
                depth = 1
            else:
                end = text.find("\n", at)
                start = at = len(text) if end < 0 else end
    if not depth:
        kept.append(text[start:])
    return "".join(kept)


def _string_end(text: str, at: int) -> int:
    """The place behind the string whose opening quote lies just before `at`."""
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] == '"':
            return at + 1
        else:
            at += 1
    return len(text)


def theorem_name(statement: str) -> str | None:
    """The name that `statement` gives its theorem; None if it doesn't start with `theorem NAME`."""
    match = _THEOREM.match(strip_comments(statement))
    return match.group(1) if match else None


def normal_statement(statement: str) -> str:
    """`statement` without comments, theorem name, layout and the ending `:= by sorry`.

    Two statements with the same normal form are the same text; the converse isn't claimed.
    """
    text = strip_comments(statement)
    if match := _THEOREM.match(text):
        text = text[match.end() :]
    return " ".join(_TOKEN.findall(_ENDING.sub("", text)))
