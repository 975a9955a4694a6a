"""Other words in place of some tokens, so that Lean reads the columns of what follows as before.

A longer word moves the rest of its line to the right. What was aligned with that rest stands on the lines
below, so they are moved as far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from harness.lean.source._tokens import NO_CODE, Token
from harness.lean.source.brackets import Brackets
from harness.lean.source.places import Places

# Blanks and lines that one text's exchanges may cost; what goes beyond is left where it stands.
_MOST_BLANKS, _MOST_LINES = 100_000, 100_000


@dataclass(frozen=True, slots=True)
class Exchange:
    """`word` in place of `token`."""

    token: Token
    word: str


class _Line(NamedTuple):
    """A line that begins with code: its offset, the code's column, and how many brackets are open there."""

    start: int
    at: int
    depth: int


def exchanged(text: str, tokens: Sequence[Token], exchanges: Sequence[Exchange]) -> str:
    """`text` with the exchanges made. tokens: all of a text with the same positions.

    What is aligned with something behind an exchanged word stays so: a shorter word is filled up with blanks,
    for a longer one the lines below move. No line is added, and strings keep their content.
    """
    if not exchanges:
        return text
    columns = Places(text)
    lines, places = _places(columns, tokens, {each.token.start for each in exchanges})
    indents: dict[int, int] = {}
    changes: list[tuple[int, int, str]] = []
    left = _MOST_LINES
    for each in exchanges:
        token = each.token
        along = _going_along(lines, *places[token.start], columns.column(token.end), left)
        left -= len(along)
        word = _padded(text, each) if along else each.word
        changes.append((token.start, token.end, word))
        for line in along:
            indents[line.start] = indents.get(line.start, 0) + len(word) - len(token.text)
    if sum(indents.values()) <= _MOST_BLANKS:
        changes += [(start, start, " " * amount) for start, amount in indents.items()]
    pieces: list[str] = []
    position = 0
    for start, end, piece in sorted(changes):
        pieces += (text[position:start], piece)
        position = end
    return "".join(pieces) + text[position:]


def _padded(text: str, exchange: Exchange) -> str:
    """The word with as many blanks as make it no shorter than the token, behind it where a blank follows."""
    size = len(exchange.token.text)
    spaced = text[exchange.token.end : exchange.token.end + 1] in (" ", "\n", "")
    return exchange.word.ljust(size) if spaced else exchange.word.rjust(size)


def _places(
    columns: Places, tokens: Sequence[Token], wanted: set[int]
) -> tuple[list[_Line], dict[int, tuple[int, int]]]:
    """The lines of the text, and for each wanted offset of a token the index of the line below it and how
    many brackets are open before it. A line that begins inside a token isn't one."""
    lines: list[_Line] = []
    places: dict[int, tuple[int, int]] = {}
    line = 0
    code = [token for token in tokens if token.kind not in NO_CODE]
    brackets = Brackets(code)
    for index, token in enumerate(code):
        # A closing bracket stands in its own brackets still.
        depth = brackets.depths[index] + (brackets.partner.get(index, index) < index)
        if token.line > line:
            at = columns.column(token.start)
            lines.append(_Line(token.start - at, at, depth))
        if token.start in wanted:
            places[token.start] = len(lines), depth
        line = token.line + token.text.count("\n")
    return lines, places


def _going_along(lines: Sequence[_Line], first: int, depth: int, least: int, limit: int) -> list[_Line]:
    """The lines from index `first` on that can be aligned with what stands at column `least` of the line
    above them or further right, or stand in a bracket that opens there."""
    along = []
    for at in range(first, min(len(lines), first + limit)):
        line = lines[at]
        if line.depth > depth:
            # What stands behind the bracket's end on this line goes along too, and what is aligned with that.
            least = min(least, line.at + 1)
        elif line.at < least:
            break
        along.append(line)
    return along
