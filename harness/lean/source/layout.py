"""The layout of a text: what of it Lean can tell apart."""

from __future__ import annotations

from harness.lean.source._tokens import Kind, tokenize


def layout(text: str) -> str:
    """`text` without comments, blank lines and spaces at line ends; every token keeps its column.

    Two texts of one layout elaborate alike but for the lines in messages: Lean reads columns, also inside a
    line, so a comment before a token is replaced by spaces and not dropped.
    """
    pieces = [
        "".join(char if char == "\n" else " " for char in token.text)
        if token.kind is Kind.COMMENT
        else token.text
        for token in tokenize(text)
    ]
    lines = (line.rstrip(" ") for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
