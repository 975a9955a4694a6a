"""A restated theorem under another name gets the problem's own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from harness.bench import Problem
from harness.lean.source import (
    Exchange,
    Kind,
    Token,
    code_tokens,
    exchanged,
    normalise,
    plain_name,
    split_theorem,
    tokenize,
)
from harness.prompts._glance import declares

# Cutting a text at each of its theorems takes quadratic time.
_THEOREM_LIMIT = 20
_LENGTH_LIMIT = 100_000
_EXAMPLE = "prover_eval_example"


def with_the_name(problem: Problem, candidate: str) -> str:
    """`candidate`, in which the one theorem that states the problem word for word has the problem's name.

    Models call it `user_theorem`, `X`, or write an `example`. Left as it is when it declares the problem's
    theorem, or when none or several of its theorems have the problem's words. What is proved is not decided
    here: the checker compares the statements.
    """
    if "theorem" not in candidate and "lemma" not in candidate and "example" not in candidate:
        return candidate
    if len(candidate) > _LENGTH_LIMIT or declares(candidate, problem.name):
        return candidate
    wanted = split_theorem(problem.formal_statement, problem.name)
    if wanted is None:
        return candidate
    claim = _claim(wanted.signature)
    text, names = _theorems(candidate)
    if len(names) > _THEOREM_LIMIT:
        return candidate
    same = [
        name
        for name in names
        if (parts := split_theorem(text, name)) is not None and _claim(parts.signature) == claim
    ]
    if len(same) != 1:
        return candidate
    name = plain_name(problem.name)
    plain = all(part.isidentifier() for part in name.split("."))
    return _renamed(candidate, same[0], problem.name if plain or "«" in problem.name else f"«{name}»")


def _theorems(candidate: str) -> tuple[str, list[str]]:
    """The text in which an only `example` is a theorem, and the names of all its theorems."""
    if (example := _only_example(code_tokens(tokenize(candidate)))) is not None:
        candidate = f"{candidate[: example.start]}theorem {_EXAMPLE}{candidate[example.end :]}"
    names = [
        following.text
        for token, following in pairwise(code_tokens(tokenize(candidate)))
        if _declares(token) and following.kind is Kind.IDENT
    ]
    return candidate, list(dict.fromkeys(names))


def _only_example(code: Sequence[Token]) -> Token | None:
    examples = [token for token in code if token.text == "example" and token.kind is Kind.IDENT]
    return examples[0] if len(examples) == 1 else None


def _declares(token: Token) -> bool:
    return token.kind is Kind.IDENT and token.text in ("theorem", "lemma")


def _renamed(text: str, old: str, new: str) -> str:
    """`text` with each whole name `old` exchanged, comments and strings aside; `old` may be that of the only
    example."""
    tokens = tokenize(text)
    code = code_tokens(tokens)
    if old == _EXAMPLE and (example := _only_example(code)) is not None:
        return exchanged(text, tokens, [Exchange(example, f"theorem {new}")])
    exchanges = [Exchange(token, new) for token in code if token.kind is Kind.IDENT and token.text == old]
    return exchanged(text, tokens, exchanges)


def _claim(signature: str) -> str:
    """Binders and statement without the name, comments and spacing."""
    code = code_tokens(tokenize(signature))
    return " ".join(normalise(signature[code[0].end :]).split()) if code else ""
