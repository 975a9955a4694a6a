"""String and character literals whose end depends on who reads them.

A word such as `s!` is an ordinary identifier where no library defines it, and others may read any string that
follows on a word as an interpolated one. So a literal that two readers would end at different places could
hide code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.lean.source import Token, TokenKind, string_end, tokenize

_BRACE = re.compile(r"(?:[^{\\]|\\.)*+\{", re.DOTALL)
# Behind these a `'` can only begin a character.
_SAFE_BEFORE = frozenset(" \n([{⟨,;:=>")
#: Symbols behind which nobody reads an interpolated string, unless they are the end of a longer one.
_PLAIN = re.compile(
    r"(?:\A|(?<=[\s(\[{⟨,]))(?:[(\[{⟨;|:]|:=|=|≠|==|!=|=>|→|←|<\||\|>|\+\+|∧|∨|∈)\s*\Z|,\s*\Z"
)
_FARTHEST = 40
_INTERPOLATOR = "s!"


def ambiguous_strings(text: str, tokens: Sequence[Token], *, again: bool = False) -> Iterator[Token]:
    """Strings that are one as they stand, and would end elsewhere as interpolated ones, and interpolated ones
    that a plain reading would end elsewhere, or that it finds wrong.

    again: whether the tokens are another reading of the text, of whose strings there are no more readings.
    """
    opened: list[Token] = []
    for token in tokens:
        if token.kind is TokenKind.PIECE and "\\{" in token.text:
            yield token
        elif token.kind is TokenKind.PIECE:
            if token.text.startswith('"'):
                opened.append(token)
            if token.text.endswith('"') and opened:
                first = opened.pop()
                if string_end(text, first.start) != token.end:
                    yield first
    for token in braced_strings(text, tokens):
        if again or not interpolated(token):
            yield token


def braced_strings(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Plain strings with an open brace, where a word before could make an interpolated one of it."""
    before: Token | None = None
    for token in tokens:
        if token.kind is TokenKind.STRING and _BRACE.match(token.text) and not _is_plain(text, before, token):
            yield token
        if token.kind is not TokenKind.SPACE:
            before = token


def _is_plain(text: str, before: Token | None, token: Token) -> bool:
    """Whether a symbol, or the command that prints, stands before a string, and only white space between."""
    if before is None or before.kind is not TokenKind.SYMBOL:
        return before is not None and before.text == "#print"
    return _PLAIN.search(text[max(0, token.start - _FARTHEST) : token.start]) is not None


def interpolated(token: Token) -> list[Token]:
    """The tokens of a plain string as an interpolated one; none where it would end elsewhere."""
    found = tokenize(_INTERPOLATOR + token.text)[1:]
    if any(each.kind is not TokenKind.PIECE for each in (found[0], found[-1])) or not _closes(found):
        return []
    shift = token.start - len(_INTERPOLATOR)
    return [
        each._replace(start=each.start + shift, end=each.end + shift, line=each.line + token.line - 1)
        for each in found
    ]


def _closes(pieces: Sequence[Token]) -> bool:
    """Whether the string that the first piece opens is closed by the last."""
    depth = 0
    for at, token in enumerate(pieces):
        if token.kind is TokenKind.PIECE:
            depth += (token.text[0] == '"') - (token.text[-1] == '"')
            if depth == 0 and at < len(pieces) - 1:
                return False
    return depth == 0


def ambiguous_quotes(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Character literals that stand right behind a symbol which might own the quote."""
    for token in tokens:
        if token.kind is TokenKind.CHAR and token.start and text[token.start - 1] not in _SAFE_BEFORE:
            yield token
