"""The theorem that a text states, where nobody said its name."""

from __future__ import annotations

from itertools import pairwise

from harness.lean.source._tokens import TokenKind, tokenize
from harness.lean.source.parts import code_tokens

_STATING = ("theorem", "lemma")


def stated_name(text: str) -> str | None:
    """The name of the last theorem in the text, as it is written there; None where it states none by name."""
    code = code_tokens(tokenize(text))
    names = [
        following.text
        for token, following in pairwise(code)
        if token.text in _STATING and following.kind is TokenKind.IDENT
    ]
    return names[-1] if names else None
