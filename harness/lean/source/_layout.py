"""Indentation of a proof that is put behind a statement.

Lean reads columns: the tactics of one block stand in one column, and what goes on from the line above stands
further right. Models' texts often lost the indentation of their first line, or have none, or keep that of
the file they came from.
"""

from __future__ import annotations

from harness.lean.source._tokens import NO_CODE, TokenKind, column, tokenize
from harness.lean.source.words import OPENERS, TACTICS

_INDENT = 2


class _Lines:
    """The lines of a text that hold code: for each, its first and last token and the first one's column."""

    def __init__(self, text: str) -> None:
        tokens = tokenize(text)
        self.first: dict[int, tuple[str, int]] = {}
        self.last: dict[int, str] = {}
        # Lines that begin inside a comment or string: their indentation is content.
        self.inside: set[int] = set()
        for token in tokens:
            if token.kind is TokenKind.SPACE:
                continue
            ends = token.line
            if "\n" in token.text:
                ends += token.text.count("\n")
                self.inside.update(range(token.line + 1, ends + 1))
            if token.kind not in NO_CODE:
                if token.line not in self.first and token.line not in self.inside:
                    self.first[token.line] = (token.text, column(text, token.start))
                self.last[ends] = token.text


def as_tactics(text: str) -> str:
    """A tactic block, indented as a whole by two; its first line is brought in line with the others."""
    return _indented(text, TACTICS)


def as_term(text: str) -> str:
    """A term, indented as a whole by two."""
    return _indented(text, frozenset())


def _indented(text: str, peers: frozenset[str]) -> str:
    """`peers` are the words that begin a line of the same rank as the first one."""
    lines = _Lines(text)
    if not lines.first:
        return text
    head = min(lines.first)
    start = lines.first[head][1]
    later = {line: found for line, found in lines.first.items() if line != head}
    if not later:
        return _shift(text, lines, head, start)
    margin = min(at for _, at in later.values())
    word, at = later[min(later)]
    if start < margin:
        # Behind an opener, a deeper second line shows that the first line's own margin is the others'.
        stripped = at > margin if lines.last.get(head) in OPENERS else word in peers and at == margin
        start = margin if stripped else start
    elif start > margin and peers:
        start = margin if word in peers or at > margin else max(margin - _INDENT, 0)
    return _shift(text, lines, head, start)


def _shift(text: str, lines: _Lines, head: int, start: int) -> str:
    """Move the line `head` to column `start`, then all lines so that the leftmost stands at column two."""
    columns = [start, *(at for line, (_, at) in lines.first.items() if line != head)]
    move = _INDENT - min(columns)
    shifted: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.lstrip(" \t")
        if number in lines.inside or not bare:
            shifted.append(line if number in lines.inside else "")
            continue
        indent = start if number == head else len(line) - len(bare)
        shifted.append(" " * max(indent + move, 0) + bare)
    return "\n".join(shifted)
