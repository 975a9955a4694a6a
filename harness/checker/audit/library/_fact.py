"""ConstantFact and Header: what the audit asks about a header's constants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from harness.errors import DataError
from harness.lean.olean import ConstantKind, Name, Safety, name_str


@dataclass(frozen=True, slots=True)
class ConstantFact:
    """What is known of one constant.

    kind: what it is; an opaque constant has its own. safety: SAFE is what the kernel vouches for. axioms:
    those that it rests on, sorted; an axiom rests on itself. Compiled code that stands in for a definition
    (`implemented_by`, `extern`) needs no record: a proof that used it rests on `Lean.ofReduceBool` or an
    axiom of its own.
    """

    kind: ConstantKind
    safety: Safety = Safety.SAFE
    axioms: tuple[Name, ...] = ()


class HeaderFacts(Protocol):
    """The constants of a header's modules and all that they import."""

    def declares(self, name: Name) -> bool:
        """Whether there is a constant of this name."""
        ...

    def fact(self, name: Name) -> ConstantFact | None:
        """What is known of the constant, None where there is none. Raises DataError for a broken library."""
        ...


def unknown_reference(name: Name, other: Name) -> DataError:
    """The error for a constant that refers to one that isn't there."""
    return DataError(f"{name_str(name)} refers to {name_str(other)}, which no imported module declares")


def sort_key(name: Name) -> tuple[tuple[bool, str | int], ...]:
    """An order of names in which numbers and texts never meet."""
    return tuple((isinstance(part, str), part) for part in name)
