"""From places in the text that Lean got to places in the text that somebody wrote.

A candidate keeps its lines when it is put behind a problem's header or statement. Its columns move with its
indentation, with words that are taken off or exchanged; the tokens of both lines say how far.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from harness.lean.source._tokens import Token, TokenKind, column, tokenize
from harness.lean.source.assemble import Assembled, lean_lines

# Lines with more tokens than this are hardly a person's; aligning them takes quadratic time.
_MOST_TOKENS = 400


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """line (from 1) and column (from 0, in code points). before: Lean meant the problem's own text, which
    stands before the candidate; the place is then where the candidate begins."""

    line: int
    column: int
    before: bool = False


class OwnPlaces:
    """Places of the text in `made` as places of `own`, the candidate that it was made of."""

    def __init__(self, made: Assembled, own: str) -> None:
        self._before = made.candidate_start_line - 1
        own = lean_lines(own.removeprefix("\ufeff"))
        self._lines = own.split("\n")
        self._own = _by_line(own)
        # The candidate alone reads as it does in the whole text: what stands before it ends with a line.
        self._made = _by_line("\n".join(made.text.split("\n")[self._before :]))
        self._pairs: dict[int, list[tuple[_Piece, _Piece]]] = {}

    def of(self, line: int, at: int) -> OwnPlace:
        """The place for a line and a column of the text that Lean got."""
        line -= self._before
        if line < 1:
            return self._beginning()
        if line > len(self._lines):
            return OwnPlace(len(self._lines), len(self._lines[-1]))
        return OwnPlace(line, self._column(line, at))

    def line(self, line: int) -> int:
        """The line alone."""
        return self.of(line, 0).line

    def _beginning(self) -> OwnPlace:
        first = min(self._own, default=0)
        return OwnPlace(first, self._own[first][0].start, before=True) if first else OwnPlace(1, 0, True)

    def _column(self, line: int, at: int) -> int:
        """By the last token of Lean's line that begins at or before the column and that is in both lines."""
        if line not in self._pairs:
            self._pairs[line] = _aligned(self._made.get(line, []), self._own.get(line, []))
        pairs = self._pairs[line]
        index = bisect_right(pairs, at, key=lambda pair: pair[0].start) - 1
        length = len(self._lines[line - 1])
        if index < 0:
            # Before the first token: as far from it as there.
            return (
                min(max(0, at + pairs[0][1].start - pairs[0][0].start), length) if pairs else min(at, length)
            )
        theirs, ours = pairs[index]
        if at < theirs.end:
            return min(ours.start + at - theirs.start, ours.end)
        return min(ours.end + at - theirs.end, length)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a line shows of a token: its text, and the columns where it begins and ends."""

    text: str
    start: int
    end: int


def _by_line(text: str) -> Mapping[int, Sequence[_Piece]]:
    """The tokens of each line that begin there, white space aside."""
    found: dict[int, list[_Piece]] = defaultdict(list)
    line_start, line = 0, 1
    for token in tokenize(text):
        if token.kind is TokenKind.SPACE:
            continue
        if token.line != line:
            line, line_start = token.line, token.start - column(text, token.start)
        start = token.start - line_start
        found[token.line].append(_Piece(_shown(token), start, start + len(_shown(token))))
    return found


def _shown(token: Token) -> str:
    return token.text.split("\n", 1)[0]


def _aligned(theirs: Sequence[_Piece], ours: Sequence[_Piece]) -> list[tuple[_Piece, _Piece]]:
    """The tokens that are in both lines, in order; a word that was exchanged counts as the same."""
    if max(len(theirs), len(ours)) > _MOST_TOKENS:
        return list(zip(reversed(theirs), reversed(ours), strict=False))[::-1]
    matcher = SequenceMatcher(None, [one.text for one in theirs], [one.text for one in ours], autojunk=False)
    pairs: list[tuple[_Piece, _Piece]] = []
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and last - first == end - begin):
            pairs += zip(theirs[first:last], ours[begin:end], strict=True)
    return pairs
