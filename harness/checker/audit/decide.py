"""Decides by a module's facts: does it prove the reference's statement, and only by what is allowed?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.checker.audit._reserved import ALLOWED_AXIOMS, SORRY
from harness.checker.audit.library import HeaderFacts
from harness.checker.audit.steps import (
    Begins,
    Damaged,
    Declares,
    Good,
    ModuleFacts,
    RestsOn,
    refused,
)
from harness.checker.verdict import Reason, Refusal
from harness.errors import OleanError
from harness.lean.olean import Name, Safety, name_str


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """What the audit found. refusal: None exactly if everything holds.

    axioms: all that the theorem rests on, sorted; empty also where the audit ended before it looked.
    constants: how many the candidate's file declares. checks: what was looked at and found good, in order.
    begins: (line from 1, column from 0) where Lean saw declarations begin in the text; only under "strict".
    """

    refusal: Refusal | None
    axioms: tuple[str, ...] = ()
    constants: int = 0
    checks: tuple[str, ...] = ()
    begins: tuple[tuple[int, int], ...] = ()

    @property
    def reason(self) -> Reason | None:
        """Of the refusal."""
        return self.refusal.reason if self.refusal else None

    @property
    def detail(self) -> str:
        """Of the refusal; empty where it passes."""
        return self.refusal.detail if self.refusal else ""

    @property
    def passed(self) -> bool:
        """Whether everything holds."""
        return self.refusal is None


def decide(
    facts: ModuleFacts, header: HeaderFacts, *, allowed_axioms: Iterable[Name] = ALLOWED_AXIOMS
) -> AuditOutcome:
    """The audit's outcome by what was read of a module; header: of what it imports.

    Raises OleanError where reading ended at damage: its `file` says whose file it is. The candidate's is a
    rejection, the reference's is ours.
    """
    allowed = frozenset(allowed_axioms)
    axioms: set[Name] = set()
    checks: list[str] = []
    begins: tuple[tuple[int, int], ...] = ()

    def outcome(refusal: Refusal | None) -> AuditOutcome:
        names = tuple(sorted(map(name_str, axioms)))
        return AuditOutcome(refusal, names, facts.constants, tuple(checks), begins)

    for step in facts.steps:
        found: Refusal | None = None
        if isinstance(step, Good):
            checks.append(step.text)
        elif isinstance(step, Damaged):
            raise OleanError(step.text, file=step.file)
        elif isinstance(step, Begins):
            begins = step.places
        elif isinstance(step, Declares):
            found = _collision(step, header)
        elif isinstance(step, RestsOn):
            found = _foreign(step, header, axioms) or _forbidden(step, axioms, allowed)
            if found is None:
                checks.append("rests on allowed axioms only and declares none")
        else:
            found = step
        if found is not None:
            return outcome(found)
    return outcome(None)


def _collision(step: Declares, header: HeaderFacts) -> Refusal | None:
    name = next((name for name in step.names if header.declares(name)), None)
    if name is None:
        return None
    return refused(Reason.POLICY, f"{name_str(name)} is declared anew; the header has it")


def _foreign(step: RestsOn, header: HeaderFacts, axioms: set[Name]) -> Refusal | None:
    """Look up the header's constants; collects into `axioms` what is rested on."""
    axioms.update(step.axioms)
    for name in step.header:
        fact = header.fact(name)
        if fact is None:
            return refused(Reason.POLICY, f"{name_str(name)} is used but declared nowhere")
        if fact.safety is not Safety.SAFE:
            return refused(Reason.POLICY, f"the proof uses {name_str(name)}, which is {fact.safety}")
        axioms.update(fact.axioms)
    return None


def _forbidden(step: RestsOn, axioms: set[Name], allowed: frozenset[Name]) -> Refusal | None:
    # First, since a client may allow holes and no axioms.
    if step.declared is not None:
        return refused(Reason.AXIOM, f"the axiom {name_str(step.declared)} is declared")
    if SORRY in axioms and SORRY not in allowed:
        return refused(Reason.INCOMPLETE, "the proof uses sorryAx (`sorry`, or a hole that a tactic left)")
    wrong = sorted(map(name_str, axioms - allowed))
    return refused(Reason.AXIOM, f"the proof rests on {', '.join(wrong)}") if wrong else None
