"""The box refuter: the closed negation of a statement about numbers, by one look at all small values.

What it writes is an ordinary proof, which the checker judges like any other; nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from harness.lean.source import code_tokens, split_theorem, tokenize
from harness.problem import Problem

_OPEN, _CLOSE = frozenset("([{⟨⦃⟦⌊⌈"), frozenset(")]}⟩⦄⟧⌋⌉")
_NUMBERS: Final = (["Nat"], ["ℕ"])
# What a formula about numbers consists of, beside numerals and variables; all of it is decidable.
_SYMBOLS: Final = frozenset("( ) + - * / % ^ = ≠ ≤ < ≥ > <= >= != ∣ ∧ ∨ ¬ ↔ → -> <-> /\\ \\/".split())  # noqa: SIM905
# How many values of each variable are looked at, by the number of variables; for more of them it is two.
_VALUES: Final = (1, 32, 12, 7, 5, 4, 3)
_MOST_VARIABLES: Final = 12


@dataclass(frozen=True, slots=True)
class NotNumeric:
    """Why a statement can't be refuted by looking at small values."""

    reason: str


def box_refutation(problem: Problem, values: int | None = None) -> str | NotNumeric:
    """A tactic script for the closed negation `¬ (∀ BINDERS, CONCLUSION)` of the problem's statement.

    It proves the negation exactly when the statement fails for some numbers below `values` that meet its
    hypotheses; None means a number that suits the number of variables (32 for one, 3 for six). The
    statement's variables must be of type Nat, its hypotheses and conclusion (in)equations and divisibility,
    joined by connectives. Everything else is a NotNumeric with its reason.
    """
    read = _read(problem)
    if isinstance(read, NotNumeric):
        return read
    count = len(read.variables)
    if count > _MOST_VARIABLES:
        return NotNumeric(f"it has {count} variables: more than {_MOST_VARIABLES} have too many values")
    return _script(read, values or (_VALUES[count] if count < len(_VALUES) else 2))


@dataclass(slots=True)
class _Numeric:
    """Names in the order of the statement: variables and hypotheses, the latter with their formulas."""

    order: list[str]
    variables: list[str]
    hypotheses: dict[str, Sequence[str]]
    conclusion: Sequence[str]


def _script(read: _Numeric, values: int) -> str:
    # Each hypothesis stands behind its last variable, so that what doesn't meet it is left early.
    waiting = dict(read.hypotheses)
    bound: set[str] = set()
    arguments: list[str] = []
    proposition = ""
    for variable in (None, *read.variables):
        if variable is not None:
            bound.add(variable)
            arguments += [variable, "_"]
            proposition += f"∀ {variable}, {variable} < {values} → "
        for name, formula in list(waiting.items()):
            if not any(word in read.variables and word not in bound for word in formula):
                proposition += f"({' '.join(formula)}) → "
                arguments.append(name)
                del waiting[name]
    proposition += f"({' '.join(read.conclusion)})"
    every, none = _unused("every", read.order), _unused("none", read.order)
    application = " ".join([f"@{every}", *read.order]) if read.order else every
    function = f"fun {' '.join(arguments)} => {application}" if arguments else application
    return (
        f"intro {every}\n"
        f"have {none} : ¬ ({proposition}) := by\n"
        "  set_option synthInstance.maxSize 100000 in\n"
        "  set_option synthInstance.maxHeartbeats 0 in\n"
        "  decide +kernel\n"
        f"exact {none} ({function})"
    )


def _read(problem: Problem) -> _Numeric | NotNumeric:
    parts = split_theorem(problem.formal_statement, problem.name)
    if parts is None:
        return NotNumeric("its text isn't `theorem NAME BINDERS : CONCLUSION`")
    words = [token.text for token in code_tokens(tokenize(parts.signature))][1:]
    found = _Numeric([], [], {}, [])
    at = 0
    while at < len(words) and words[at] != ":":
        end = _closing(words, at)
        if end is None:
            return NotNumeric(f"its binder {words[at]!r} can't be read")
        if (refused := _binder(found, words[at], words[at + 1 : end])) is not None:
            return refused
        at = end + 1
    rest = words[at + 1 :]
    while rest[:1] in (["∀"], ["forall"]):
        comma = next((place for place, word in enumerate(rest) if word == ","), None)
        if comma is None:
            return NotNumeric("its conclusion can't be read")
        if (refused := _quantified(found, rest[1:comma])) is not None:
            return refused
        rest = rest[comma + 1 :]
    if (refused := _formula(found, rest, "its conclusion")) is not None:
        return refused
    found.conclusion = rest
    return found


def _closing(words: Sequence[str], start: int) -> int | None:
    """Index of the bracket that closes the one at `start`."""
    depth = 0
    for at in range(start, len(words)):
        depth += (words[at] in _OPEN) - (words[at] in _CLOSE)
        if depth == 0:
            return at if words[start] in _OPEN else None
    return None


def _binder(found: _Numeric, bracket: str, words: Sequence[str]) -> NotNumeric | None:
    """Add a bracket's names; or why that can't be done."""
    if bracket == "[" or ":" not in words or ":=" in words:
        return NotNumeric(f"its binder `{' '.join(words)}` has no numbers and no hypothesis")
    colon = words.index(":")
    names, kind = words[:colon], words[colon + 1 :]
    for at, name in enumerate(names):
        if not name.isidentifier() or name in (*found.order, *names[:at]):
            return NotNumeric(f"its name `{name}` is not plain, or there twice")
    if kind in _NUMBERS:
        found.variables += names
        found.order += names
        return None
    if (refused := _formula(found, kind, f"`{' '.join(words)}`")) is not None:
        return refused
    for name in names:
        # Two hypotheses without a name would be one argument.
        own = _unused("given" if name == "_" else name, found.order)
        found.hypotheses[own] = kind
        found.order.append(own)
    return None


def _quantified(found: _Numeric, words: Sequence[str]) -> NotNumeric | None:
    """Add what `∀ WORDS,` binds; or why that can't be done."""
    if words[:1] != ["("]:
        return _binder(found, "(", words)
    at = 0
    while at < len(words):
        end = _closing(words, at)
        if end is None:
            return NotNumeric("its conclusion can't be read")
        if (refused := _binder(found, words[at], words[at + 1 : end])) is not None:
            return refused
        at = end + 1
    return None


def _formula(found: _Numeric, words: Sequence[str], where: str) -> NotNumeric | None:
    for word in words:
        if word not in found.variables and word not in _SYMBOLS and not word.isdecimal():
            return NotNumeric(f"{where} mentions `{word}`, which is no number and no sign between numbers")
    return None if words else NotNumeric("it has no conclusion")


def _unused(wanted: str, names: Sequence[str]) -> str:
    while wanted in names:
        wanted += "_"
    return wanted
