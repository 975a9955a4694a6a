"""A restated theorem under another name gets the problem's own."""

from __future__ import annotations

from itertools import pairwise

from harness.bench import Problem
from harness.lean.source import (
    Kind,
    code_tokens,
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
    return _renamed(text, same[0], problem.name if plain or "«" in problem.name else f"«{name}»")


def _theorems(candidate: str) -> tuple[str, list[str]]:
    """The text in which an only `example` is a theorem, and the names of all its theorems."""
    code = code_tokens(tokenize(candidate))
    examples = [token for token in code if token.text == "example" and token.kind is Kind.IDENT]
    if len(examples) == 1:
        at = examples[0]
        candidate = f"{candidate[: at.start]}theorem {_EXAMPLE}{candidate[at.end :]}"
        code = code_tokens(tokenize(candidate))
    names = [
        following.text
        for token, following in pairwise(code)
        if token.kind is Kind.IDENT and token.text in ("theorem", "lemma") and following.kind is Kind.IDENT
    ]
    return candidate, list(dict.fromkeys(names))


def _renamed(text: str, old: str, new: str) -> str:
    """`text` with each whole name `old` exchanged, comments and strings aside."""
    pieces: list[str] = []
    position = 0
    for token in code_tokens(tokenize(text)):
        if token.kind is Kind.IDENT and token.text == old:
            pieces += (text[position : token.start], new)
            position = token.end
    return "".join(pieces) + text[position:]


def _claim(signature: str) -> str:
    """Binders and statement without the name, comments and spacing."""
    code = code_tokens(tokenize(signature))
    return " ".join(normalise(signature[code[0].end :]).split()) if code else ""
