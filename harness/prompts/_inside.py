"""Whether places of a Lean text lie inside its comments and strings."""

from __future__ import annotations

import re

from harness.lean.source import UNTERMINATED, Token, TokenKind, comment_end, tokenize

# So many strings are looked at that turn out to be none; each costs a walk through the text.
_MOST = 100
_STRING = re.compile(r'r(?P<hashes>#*+)".*?"(?P=hashes)|"(?:[^"\\]|\\.)*+"', re.DOTALL)
_LINE_OF_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*(\S*)", re.MULTILINE)


class Insides:
    """Answers about places of `text`, which is Lean from its beginning or from where `begin` says; each place
    lies further on than the one asked about before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._from = 0  # a place outside comments and strings, behind all that was answered
        self._last_end: int | None = None
        self._tried = 0

    def begin(self, start: int) -> None:
        """Lean begins at `start`, which lies behind all that was asked about."""
        self._from = start

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
        until = None if around is None else self._end_of(around)
        inside = until is not None and until >= end
        self._from = until if until is not None and inside else start
        return inside

    def _end_of(self, around: Token) -> int | None:
        """Where the comment or string ends that `around` is the beginning of; None where it is none."""
        begin = self._from + around.start
        if around.kind is TokenKind.UNTERMINATED_COMMENT:
            last = self._last_comment_end()
            # One that is opened more often than closed ends with the last sign that ends any.
            return None if last < begin else comment_end(self._text, begin + 3) or last
        if self._tried == _MOST:
            return None
        string = _STRING.match(self._text, begin)
        if string is None or not _in_pairs(string.group()):
            self._tried += 1
            return None
        return string.end()

    def _last_comment_end(self) -> int:
        if self._last_end is None:
            self._last_end = self._text.rfind("-/")
        return self._last_end

    def _in_line_comment(self, comment: int, start: int, end: int) -> bool:
        line_end = self._text.find("\n", start)
        line_end = len(self._text) if line_end < 0 else line_end
        before, behind = self._text[comment + 2 : start], self._text[end:line_end]
        inside = not before.strip() or bool(behind.strip())
        self._from = line_end if inside else start
        return inside


def _in_pairs(string: str) -> bool:
    """Whether the fences in it open and close by turns."""
    languages = _LINE_OF_FENCE.findall(string)
    return len(languages) % 2 == 0 and not any(languages[1::2])


def _is_line_comment(token: Token) -> bool:
    return token.kind is TokenKind.COMMENT and token.text.startswith("--")
