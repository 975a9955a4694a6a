"""A restated theorem under another name gets the problem's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from harness.lean.source._exchange import Exchange, exchanged
from harness.lean.source._tokens import Token, TokenKind, tokenize
from harness.lean.source.commands import THEOREMS
from harness.lean.source.parts import code_tokens, normalise, plain_name
from harness.lean.source.theorems import split_theorem

if TYPE_CHECKING:
    from harness.problem import Problem

# Cutting a text at each of its theorems takes quadratic time.
_THEOREM_LIMIT = 20
_LENGTH_LIMIT = 100_000
_EXAMPLE = "prover_eval_example"


def with_the_name(problem: Problem, candidate: str) -> str | None:
    """A candidate that doesn't declare the problem's theorem, with the problem's name for its one theorem
    that states the problem word for word; None when none or several do.

    Models call it `user_theorem`, `X`, or write an `example`. What is proved is not decided here: the checker
    compares the statements.
    """
    if "theorem" not in candidate and "lemma" not in candidate and "example" not in candidate:
        return None
    claim = _wanted(problem.formal_statement, problem.name)
    if claim is None or len(candidate) > _LENGTH_LIMIT:
        return None
    text, names = _theorems(candidate)
    if len(names) > _THEOREM_LIMIT:
        return None
    same = [
        name
        for name in names
        if (parts := split_theorem(text, name)) is not None and _claim(parts.signature) == claim
    ]
    if len(same) != 1:
        return None
    name = plain_name(problem.name)
    plain = all(part.isidentifier() for part in name.split("."))
    return _renamed(candidate, same[0], problem.name if plain or "«" in problem.name else f"«{name}»")


@lru_cache(maxsize=1024)
def _wanted(statement: str, name: str) -> str | None:
    parts = split_theorem(statement, name)
    return None if parts is None else _claim(parts.signature)


def _theorems(candidate: str) -> tuple[str, list[str]]:
    """The text in which an only `example` is a theorem, and the names of all its theorems."""
    if (example := _only_example(code_tokens(tokenize(candidate)))) is not None:
        candidate = f"{candidate[: example.start]}theorem {_EXAMPLE}{candidate[example.end :]}"
    names = [
        following.text
        for token, following in pairwise(code_tokens(tokenize(candidate)))
        if _declares(token) and following.kind is TokenKind.IDENT
    ]
    return candidate, list(dict.fromkeys(names))


def _only_example(code: Sequence[Token]) -> Token | None:
    examples = [token for token in code if token.text == "example" and token.kind is TokenKind.IDENT]
    return examples[0] if len(examples) == 1 else None


def _declares(token: Token) -> bool:
    return token.kind is TokenKind.IDENT and token.text in THEOREMS


def _renamed(text: str, old: str, new: str) -> str:
    """`text` with each whole name `old` exchanged, comments and strings aside; `old` may be that of the only
    example."""
    tokens = tokenize(text)
    code = code_tokens(tokens)
    if old == _EXAMPLE and (example := _only_example(code)) is not None:
        return exchanged(text, tokens, [Exchange(example, f"theorem {new}")])
    exchanges = [
        Exchange(token, new) for token in code if token.kind is TokenKind.IDENT and token.text == old
    ]
    return exchanged(text, tokens, exchanges)


def _claim(signature: str) -> str:
    """Binders and statement without the name, comments and spacing."""
    code = code_tokens(tokenize(signature))
    return " ".join(normalise(signature[code[0].end :]).split()) if code else ""
