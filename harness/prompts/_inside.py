"""Whether places of a Lean text lie inside its comments and strings."""

from __future__ import annotations

import re

from harness.lean.source import UNTERMINATED, Kind, Token, tokenize

# So many places are looked for inside one comment; a text may have any number of them.
_MOST = 100
_STRING = re.compile(r'r(?P<hashes>#*+)".*?"(?P=hashes)|"(?:[^"\\]|\\.)*+"', re.DOTALL)
_LINE_OF_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*(\S*)", re.MULTILINE)


class Insides:
    """Answers about places of `text`, which is Lean from `start` on; each place lies further on than the one
    asked about before."""

    def __init__(self, text: str, start: int = 0) -> None:
        self._text = text
        self._from = (
            start  # a place outside comments and strings, or where the comment begins that is being read
        )
        self._asked = 0

    def holds(self, start: int, end: int) -> bool:
        """Whether the characters from `start` to `end` lie in a comment or string that ends behind them.

        A string counts when the fences in it are pairs: else a quote was forgotten. What ends a line behind
        the words of a line comment doesn't count: models close fences there.
        """
        if start < self._from:
            return True
        tokens = tokenize(self._text[self._from : start])
        around = next((token for token in tokens if token.kind in UNTERMINATED), None)
        if around is None and tokens and _is_line_comment(tokens[-1]):
            return self._in_line_comment(self._from + tokens[-1].start, start, end)
        if around is not None and around.kind is Kind.UNTERMINATED_COMMENT:
            self._asked = self._asked + 1 if around.start == 0 else 0
            self._from += around.start
            return self._asked < _MOST and self._text.rfind("-/") >= end
        string = None if around is None else _STRING.match(self._text, self._from + around.start)
        inside = string is not None and string.end() >= end and _in_pairs(string.group())
        self._from, self._asked = string.end() if string is not None and inside else start, 0
        return inside

    def _in_line_comment(self, comment: int, start: int, end: int) -> bool:
        line_end = self._text.find("\n", start)
        line_end = len(self._text) if line_end < 0 else line_end
        before, behind = self._text[comment + 2 : start], self._text[end:line_end]
        inside = not before.strip() or bool(behind.strip())
        self._from, self._asked = line_end if inside else start, 0
        return inside


def _in_pairs(string: str) -> bool:
    """Whether the fences in it open and close by turns."""
    languages = _LINE_OF_FENCE.findall(string)
    return len(languages) % 2 == 0 and not any(languages[1::2])


def _is_line_comment(token: Token) -> bool:
    return token.kind is Kind.COMMENT and token.text.startswith("--")
