"""The shape of a statement's text: binders and conclusion, just far enough to write a variant of it.

What is read here is only a proposal: a variant counts after Lean has compiled it and its kernel type was
compared with the statement's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from harness.bench.text import theorem_name
from harness.lean.source import Token, code_tokens, split_theorem, tokenize
from harness.problem import Problem

_OPEN, _CLOSE = frozenset("([{⟨⦃⟦⌊⌈"), frozenset(")]}⟩⦄⟧⌋⌉")
_FOR_ALL: Final = frozenset({"∀", "forall"})
_ARROWS: Final = frozenset({"→", "->"})
# What reaches to the end of the term, or binds weaker than an arrow: behind it no arrow is a hypothesis's.
_OPAQUE: Final = frozenset(
    """∀ forall ∃ ∄ fun λ ∑ ∏ ∫ ⨆ ⨅ Σ Π if match let have show from do by suffices ↔ <| $ |> | : , ;
    """.split()  # noqa: SIM905  as a list it fills a page
)


@dataclass(frozen=True, slots=True)
class Binder:
    """One bracket of a statement: its names (none for a nameless instance), its text and its place.

    mentioned: whether one of its names stands anywhere behind it in the statement.
    """

    names: tuple[str, ...]
    type: str
    start: int
    end: int
    mentioned: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A formal statement with its binders. conclusions: where its conclusion may be said to begin: behind
    the last hypothesis first, then before the last, and so on up to behind the binders."""

    text: str
    binders: tuple[Binder, ...]
    conclusions: tuple[int, ...]

    def concluding_false(self) -> list[str]:
        """The statement with the conclusion `False`, with as many of its hypotheses as can be, then fewer."""
        return [f"{self.text[:start].rstrip()} False := by\n" for start in self.conclusions]

    def without(self, binder: Binder) -> str:
        """The statement without one of its binders."""
        return f"{self.text[: binder.start]}{self.text[binder.end :]}"


def statement_shape(problem: Problem) -> Shape | None:
    """The shape of the problem's statement; None where it isn't `theorem NAME binders : conclusion`."""
    text = problem.formal_statement
    # Inside a namespace the text has only the end of the full name.
    parts = split_theorem(text, theorem_name(text) or problem.name)
    if parts is None:
        return None
    start = len(parts.before) + len(parts.prefix) + len(parts.keyword)
    tokens = [
        token._replace(start=token.start + start, end=token.end + start)
        for token in code_tokens(tokenize(parts.signature))
    ]
    colon = _colon(tokens)
    if colon is None or colon + 1 >= len(tokens):
        return None
    binders = tuple(_binder(tokens, first, last) for first, last in _brackets(tokens, colon))
    starts = [tokens[at].start for at in _conclusions(tokens, colon + 1)]
    return Shape(text, binders, tuple(reversed(starts)))


def variant(problem: Problem, statement: str) -> Problem:
    """The problem with another statement, under the same name and header."""
    return replace(problem, formal_statement=statement)


def strictly_bound(problem: Problem) -> Problem:
    """The problem in a file where Lean doesn't bind unknown names by itself."""
    line = "" if not problem.header or problem.header.endswith("\n") else "\n"
    return replace(problem, header=f"{problem.header}{line}set_option autoImplicit false\n")


def _depths(tokens: Sequence[Token]) -> list[int]:
    """For each token how many brackets are open before it; a closing one counts as outside."""
    depths: list[int] = []
    depth = 0
    for token in tokens:
        if token.text in _CLOSE:
            depth -= 1
        depths.append(depth)
        if token.text in _OPEN:
            depth += 1
    return depths


def _colon(tokens: Sequence[Token]) -> int | None:
    """Index of the `:` before the statement proper."""
    found = (at for at, depth in enumerate(_depths(tokens)) if depth == 0 and tokens[at].text == ":")
    return next(found, None)


def _brackets(tokens: Sequence[Token], colon: int) -> list[tuple[int, int]]:
    """Indices of the first and last token of each binder; not of the universes in `name.{u v}`."""
    depths = _depths(tokens)
    found: list[tuple[int, int]] = []
    for at in range(1, colon):
        if depths[at] == 0 and tokens[at].text in _OPEN and tokens[at - 1].text != ".":
            close = next((index for index in range(at + 1, colon) if depths[index] == 0), None)
            if close is not None:
                found.append((at, close))
    return found


def _binder(tokens: Sequence[Token], first: int, last: int) -> Binder:
    inside = tokens[first + 1 : last]
    colon = next((at for at, token in enumerate(inside) if token.text == ":"), None)
    words = () if colon is None else tuple(token.text for token in inside[:colon])
    names = tuple(word for word in words if word not in ("_", "@&"))
    # A dotted name begins with the variable: `h.1`, `hx.le`.
    later = {token.text.split(".", 1)[0] for token in tokens[last + 1 :]}
    behind = inside if colon is None else inside[colon + 1 :]
    kind = " ".join(token.text for token in behind)
    return Binder(names, kind, tokens[first].start, tokens[last].end, bool(later.intersection(names)))


def _conclusions(tokens: Sequence[Token], start: int) -> list[int]:
    """Indices of the tokens behind the `:` and behind each `∀ ... ,` and `... →` that follows it."""
    depths = _depths(tokens)
    found = [start]
    while True:
        stop = _behind_for_all if tokens[found[-1]].text in _FOR_ALL else _behind_arrow
        behind = stop(tokens, depths, found[-1])
        if behind is None or behind >= len(tokens):
            return found
        found.append(behind)


def _behind_for_all(tokens: Sequence[Token], depths: Sequence[int], start: int) -> int | None:
    for at in range(start + 1, len(tokens)):
        if depths[at] == 0 and tokens[at].text == ",":
            return at + 1
    return None


def _behind_arrow(tokens: Sequence[Token], depths: Sequence[int], start: int) -> int | None:
    """Behind the next arrow that belongs to the statement itself; None where something weaker stands."""
    arrow: int | None = None
    for at in range(start, len(tokens)):
        if depths[at]:
            continue
        text = tokens[at].text
        if text in _ARROWS:
            arrow = at + 1 if arrow is None else arrow
        elif text == "↔" or (text == "<-" and at + 1 < len(tokens) and tokens[at + 1].text == ">"):
            return None
        elif text in _OPAQUE:
            break
    return arrow
