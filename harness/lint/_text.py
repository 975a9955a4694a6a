"""Variants of a statement: with the conclusion `False`, or without one of its binders.

What is made here is only a proposal: a variant counts after Lean has compiled it and its kernel type was
compared with the statement's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from harness.lean.source import Binder, statement_in
from harness.problem import Problem

#: Conclusions that are exchanged for `False`, at most.
MAX_CONCLUSIONS: Final = 32


@dataclass(frozen=True, slots=True)
class StatementShape:
    """A formal statement with its binders. conclusions: where its conclusion may be said to begin: behind
    the last hypothesis first, then before the last, and so on up to behind the binders; MAX_CONCLUSIONS at
    most."""

    text: str
    binders: tuple[Binder, ...]
    conclusions: tuple[int, ...]

    def concluding_false(self) -> list[str]:
        """The statement with the conclusion `False`, with as many of its hypotheses as can be, then fewer."""
        return [f"{self.text[:start].rstrip()} False := by\n" for start in self.conclusions]

    def without(self, binder: Binder) -> str:
        """The statement without one of its binders."""
        return f"{self.text[: binder.start]}{self.text[binder.end :]}"


def statement_shape(problem: Problem) -> StatementShape | None:
    """The shape of the problem's statement; None where it isn't `theorem NAME binders : conclusion`."""
    found = statement_in(problem.formal_statement, problem.name)
    if found is None:
        return None
    conclusions = tuple(reversed(found.conclusions))
    return StatementShape(problem.formal_statement, found.binders, conclusions[:MAX_CONCLUSIONS])


def variant(problem: Problem, statement: str) -> Problem:
    """The problem with another statement, under the same name and header."""
    return replace(problem, formal_statement=statement)
