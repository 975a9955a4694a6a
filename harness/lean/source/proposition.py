"""A theorem's statement as a proposition of its own."""

from __future__ import annotations

from harness.lean.source._tokens import tokenize
from harness.lean.source.parts import code_tokens, split_theorem

_OPEN, _CLOSE = frozenset("([{⟨⦃⟦⌊⌈"), frozenset(")]}⟩⦄⟧⌋⌉")


def proposition(statement: str, name: str) -> str | None:
    """`∀ BINDERS, TYPE` for `theorem NAME BINDERS : TYPE`; None where it can't be told apart.

    The text may end in a comment, so a line end belongs behind it.
    """
    parts = split_theorem(statement, name)
    if parts is None:
        return None
    text = parts.signature
    code = code_tokens(tokenize(text))
    depth = 0
    for token in code[1:]:
        if token.text in _OPEN:
            depth += 1
        elif token.text in _CLOSE:
            depth -= 1
        elif token.text == ":" and depth == 0:
            binders = text[code[0].end : token.start]
            if not any(each.is_code for each in tokenize(binders)):
                return text[token.end :].strip()
            return (
                None if binders.startswith(".{") else f"∀ {binders.strip()}\n  , {text[token.end :].strip()}"
            )
    return None
