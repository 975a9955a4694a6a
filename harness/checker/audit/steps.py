"""What reading a compiled module shows, in the order in which the audit judges it.

Reading takes the time, judging takes the table of what the header declares. They are apart so that the one
can be done in a process of its own, and the other where the table is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from harness.checker.audit._reserved import SORRY
from harness.checker.verdict import Reason, Refusal, Status
from harness.lean.olean import Name

Level = Literal["strict", "open"]
#: A level; or "constants": the file has no extension entries, and its text passed the strict policy.
Depth = Literal["strict", "open", "constants"]
#: File names under which the two modules are read, so that a fault's owner is known.
CANDIDATE: Final = "candidate"
REFERENCE: Final = "reference"
#: Longest detail, in characters: a name out of a candidate's file can be long.
MAX_DETAIL: Final = 1200


@dataclass(frozen=True, slots=True)
class Good:
    """Something that was looked at and found good."""

    text: str


@dataclass(frozen=True, slots=True)
class Damaged:
    """Where reading ended: `file` is the damaged one's name, `text` says what is wrong with it."""

    file: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Declares:
    """The names that the module declares; none of them may be the header's."""

    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What its theorem rests on, or all that a file by itself declares.

    header: constants that other modules declare. axioms: the module's own among what is reached. declared:
    the first axiom that it declares, used or not.
    """

    header: tuple[Name, ...]
    axioms: tuple[Name, ...]
    declared: Name | None


@dataclass(frozen=True, slots=True)
class Begins:
    """Where in the source Lean saw declarations begin: (line from 1, column from 0, in code points) each."""

    places: tuple[tuple[int, int], ...]


Step = Good | Refusal | Damaged | Declares | RestsOn | Begins


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """theorem: the one that was asked for, or the file's first; None for a file without one. constants: how
    many the module declares. steps: what was seen; a Refusal or Damaged is the last."""

    theorem: Name | None
    constants: int
    steps: tuple[Step, ...]

    @property
    def refuses(self) -> bool:
        """Whether the audit refuses it, whatever the header declares."""
        return any(
            isinstance(step, Refusal | Damaged)
            or (isinstance(step, RestsOn) and (step.declared is not None or SORRY in step.header))
            for step in self.steps
        )

    def refused_as(self, detail: str) -> ModuleFacts:
        """In place of facts that can't be reported whole."""
        return ModuleFacts(self.theorem, self.constants, (refused(Reason.POLICY, detail),))


def refused(reason: Reason, detail: str) -> Refusal:
    """A step that ends the audit, its detail cut to MAX_DETAIL."""
    shown = detail if len(detail) <= MAX_DETAIL else detail[: MAX_DETAIL - 3] + "..."
    return Refusal(Status.REJECTED, reason, shown)
