"""Problem: one row of a benchmark, in the field's canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

CANONICAL_FIELDS = ("name", "split", "informal_prefix", "formal_statement", "goal", "header")


@dataclass(frozen=True, slots=True)
class Problem:
    """One theorem to be proved.

    name: unique in its bench, and the name of the theorem in `formal_statement`.
    split: "test", "valid" or whatever the bench uses.
    informal_prefix: a Lean doc comment with the problem in words, ending in a newline; may be empty.
    formal_statement: `theorem NAME ... :=`, optionally followed by `by` or `by sorry`.
    goal: the goal as Lean prints it, or empty.
    header: imports, `open`s and options that come before the statement.
    metadata: every other field of the row.
    """

    name: str
    split: str
    formal_statement: str
    header: str
    informal_prefix: str = ""
    goal: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def known_errors(self) -> tuple[str, ...]:
        """Who says that the statement is wrong, as sources; empty for nearly all."""
        return tuple(map(str, self.metadata.get("known_errors", ())))

    def as_shown(self) -> Problem:
        """The problem as a model may see it: without the answer where the bench hides it."""
        shown = self.metadata.get("prompt_header")
        return self if shown is None else replace(self, header=str(shown))

    def row(self) -> dict[str, Any]:
        """The canonical row: the six fields of the field's own format, then the metadata."""
        return {**{key: getattr(self, key) for key in CANONICAL_FIELDS}, **self.metadata}
