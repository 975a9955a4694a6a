"""Just enough reading of Lean formulas to guess tactics: tokens, and the outermost connective.

A formula is a tuple of tokens. Nothing here is trusted: a formula that is misread gives a worse guess only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TypeAlias

from harness.lean.source import CLOSERS, OPENERS, words_of

Tokens: TypeAlias = tuple[str, ...]

_SAME = {
    "->": "→",
    "<->": "↔",
    "<=": "≤",
    ">=": "≥",
    "!=": "≠",
    "/\\": "∧",
    "\\/": "∨",
    "λ": "fun",
    "forall": "∀",
}
_BINDERS = frozenset({"∀", "∃", "∃!", "fun", "Π", "Σ", "∑", "∏"})
_RELATIONS = ("=", "≠", "≤", "<", "≥", ">", "∣", "∈")


class FormulaKind(Enum):
    """The outermost connective of a formula."""

    FORALL = "∀"
    EXISTS = "∃"
    IMPLIES = "→"
    IFF = "↔"
    OR = "∨"
    AND = "∧"
    NOT = "¬"
    RELATION = "="
    ATOM = ""


@dataclass(frozen=True, slots=True)
class FormulaShape:
    """A formula taken apart once.

    parts: its arguments; for a quantifier the one part is the body. symbol: the token of a relation.
    names: what a quantifier binds, each with its type, empty when none is written.
    """

    kind: FormulaKind
    parts: tuple[Tokens, ...] = ()
    symbol: str = ""
    names: tuple[tuple[str, Tokens], ...] = ()


def tokenize(text: str) -> Tokens:
    """The tokens of `text` without comments, in one spelling (`->` becomes `→`)."""
    found: list[str] = []
    for word in words_of(text):
        if word == "!" and found[-1:] == ["∃"]:
            found[-1] = "∃!"
        else:
            found.append(_SAME.get(word, word))
    return tuple(found)


def find_top(
    tokens: Sequence[str], wanted: Sequence[str], start: int = 0, *, past_binders: bool = False
) -> int:
    """Index of the first token of `wanted` outside brackets, or -1; a quantifier's body is not looked into
    unless `past_binders`."""
    depth = 0
    for index in range(start, len(tokens)):
        token = tokens[index]
        if depth == 0 and token in wanted:
            return index
        if token in OPENERS:
            depth += 1
        elif token in CLOSERS:
            depth -= 1
        elif depth == 0 and token in _BINDERS and not past_binders:
            return -1
    return -1


def closing(tokens: Sequence[str], start: int) -> int:
    """Index of the bracket that closes the one at `start`; the last index when there is none."""
    depth = 0
    for index in range(start, len(tokens)):
        if tokens[index] in OPENERS:
            depth += 1
        elif tokens[index] in CLOSERS:
            depth -= 1
            if depth == 0:
                return index
    return len(tokens) - 1


def binder_groups(tokens: Tokens) -> tuple[list[tuple[str, Tokens]], int]:
    """The bracketed groups `(x y : T) {h : P} [i]` in front: pairs of name and type, and where they end."""
    pairs: list[tuple[str, Tokens]] = []
    index = 0
    while index < len(tokens) and tokens[index] in OPENERS:
        end = closing(tokens, index)
        inside = tokens[index + 1 : end]
        colon = find_top(inside, (":",))
        if colon > 0:
            default = find_top(inside, (":=",), past_binders=True)
            kind = inside[colon + 1 : default if default > 0 else len(inside)]
            pairs += [(name, kind) for name in inside[:colon]]
        elif tokens[index] != "[":
            pairs += [(name, ()) for name in inside]
        index = end + 1
    return pairs, index


def substitute(tokens: Tokens, name: str, term: str) -> Tokens:
    """`tokens` with `term`, in parentheses where it is more than one word, for the variable `name`."""
    new = tokenize(term)
    put = new if len(new) == 1 else ("(", *new, ")")
    return tuple(piece for token in tokens for piece in (put if token == name else (token,)))


@lru_cache(maxsize=4096)
def shape(tokens: Tokens) -> FormulaShape:
    """The outermost connective of a formula and its arguments."""
    bare = _around(tokens)
    tokens = tokens[bare : len(tokens) - bare]
    if tokens and tokens[0] in ("∀", "∃", "∃!"):
        return _quantifier(tokens)
    for kind in (FormulaKind.IFF, FormulaKind.IMPLIES, FormulaKind.OR, FormulaKind.AND):
        if (index := find_top(tokens, (kind.value,))) > 0:
            return FormulaShape(kind, (tokens[:index], tokens[index + 1 :]), kind.value)
    if tokens and tokens[0] == "¬":
        return FormulaShape(FormulaKind.NOT, (tokens[1:],), "¬")
    if (index := find_top(tokens, _RELATIONS)) > 0:
        return FormulaShape(FormulaKind.RELATION, (tokens[:index], tokens[index + 1 :]), tokens[index])
    return FormulaShape(FormulaKind.ATOM, (tokens,))


def _around(tokens: Tokens) -> int:
    """How many pairs of parentheses are around the whole formula."""
    waiting: list[int] = []
    partner: dict[int, int] = {}
    for index, token in enumerate(tokens):
        if token in OPENERS:
            waiting.append(index)
        elif token in CLOSERS and waiting:
            partner[waiting.pop()] = index
    found, last = 0, len(tokens) - 1
    while last - 2 * found > 1 and tokens[found] == "(" and partner.get(found) == last - found:
        found += 1
    return found


def _quantifier(tokens: Tokens) -> FormulaShape:
    """`∀ x y : T, body`, `∃ (x : T), body`, and `∀ x < 3, body`, whose bound becomes part of the body."""
    kind = FormulaKind.FORALL if tokens[0] == "∀" else FormulaKind.EXISTS
    comma = find_top(tokens, (",",), 1, past_binders=True)
    if comma < 0:
        return FormulaShape(FormulaKind.ATOM, (tokens,))
    bound, body = tokens[1:comma], tokens[comma + 1 :]
    names, end = binder_groups(bound)
    if end == 0:
        colon = find_top(bound, (":",))
        relation = find_top(bound, _RELATIONS)
        if colon > 0:
            names = [(name, bound[colon + 1 :]) for name in bound[:colon]]
        elif relation > 0:
            names = [(name, ()) for name in bound[:relation]]
            body = ("(", *bound, ")", "→" if kind is FormulaKind.FORALL else "∧", *body)
        else:
            names = [(name, ()) for name in bound]
    return (
        FormulaShape(kind, (body,), kind.value, tuple(names))
        if names
        else FormulaShape(FormulaKind.ATOM, (tokens,))
    )
