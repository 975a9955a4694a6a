"""String and character literals whose end depends on who reads them.

A word such as `s!` is an ordinary identifier where no library defines it, and others may read any string as
an interpolated one. So a literal that two readers would end at different places could hide code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.lean.source import Kind, Token, string_end

_BRACE = re.compile(r"(?:[^{\\]|\\.)*+\{", re.DOTALL)
# Behind these a `'` can only begin a character.
_SAFE_BEFORE = frozenset(" \n([{,;:=>")


def ambiguous_strings(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Plain strings with an open brace; interpolated ones that a plain reading would end elsewhere, or that
    it finds wrong."""
    opened: list[Token] = []
    for token in tokens:
        braced = token.kind is Kind.STRING and _BRACE.match(token.text)
        if braced or (token.kind is Kind.PIECE and "\\{" in token.text):
            yield token
        elif token.kind is Kind.PIECE:
            if token.text.startswith('"'):
                opened.append(token)
            if token.text.endswith('"') and opened:
                first = opened.pop()
                if string_end(text, first.start) != token.end:
                    yield first


def ambiguous_quotes(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """Character literals that stand right behind a symbol which might own the quote."""
    for token in tokens:
        if token.kind is Kind.CHAR and token.start and text[token.start - 1] not in _SAFE_BEFORE:
            yield token
