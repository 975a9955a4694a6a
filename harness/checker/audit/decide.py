"""audit: does a compiled candidate prove the reference's statement, by means that are allowed?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.checker.audit import (
    ALLOWED_AXIOMS,
    SORRY,
    Begins,
    Damaged,
    Declares,
    Depth,
    Facts,
    Good,
    Refused,
    RestsOn,
    check_reference,
    facts_of,
    refused,
)
from harness.checker.audit.library import Header
from harness.checker.verdict import Reason
from harness.errors import OleanError
from harness.lean.olean import Module, Name, Safety, name_str


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """What the audit found. reason: None exactly if everything holds. detail: one line, names the finding.

    axioms: all that the theorem rests on, sorted; empty also where the audit ended before it looked.
    constants: how many the candidate's file declares. checks: what was looked at and found good, in order.
    begins: (line from 1, column from 0) where Lean saw declarations begin in the text; only under "strict".
    """

    reason: Reason | None
    detail: str = ""
    axioms: tuple[str, ...] = ()
    constants: int = 0
    checks: tuple[str, ...] = ()
    begins: tuple[tuple[int, int], ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything holds."""
        return self.reason is None


def audit(
    candidate: Module,
    reference: Module,
    theorem: Name,
    header: Header,
    *,
    allowed_axioms: Iterable[Name] = ALLOWED_AXIOMS,
    level: Depth = "strict",
) -> AuditOutcome:
    """Audit the candidate's compiled module against the benchmark's own, compiled apart from it.

    candidate, reference: compiled by the same Lean, from the same header, under the same module name (private
    names contain it); the reference is `STATEMENT := sorry`. theorem: its full name. header: of the
    reference's imports. level: "strict" forbids whatever changes syntax, meaning or code; "open" only
    what changes code; "constants" is for a file without extension entries, whose text must have passed the
    strict policy.

    Raises OleanError if a file is damaged: its `file` is that given to `read_olean`, so a caller that names
    the two files knows whose it was. The candidate's is a rejection (policy: forged or damaged), the
    reference's is ours (infrastructure). Raises DataError if the reference states no such theorem, or its
    statement contains `sorry`.
    """
    check_reference(reference, theorem)
    facts = facts_of(candidate, reference, theorem, level)
    return decide(facts, header, allowed_axioms=allowed_axioms)


def audit_file(
    candidate: Module,
    header: Header,
    *,
    allowed_axioms: Iterable[Name] = ALLOWED_AXIOMS,
    level: Depth = "strict",
) -> AuditOutcome:
    """Audit a compiled file by itself: all its declarations' axioms, redeclared names, forbidden entries.

    No statement is compared, and a file need not have one. Raises OleanError as `audit` does.
    """
    return decide(facts_of(candidate, None, None, level), header, allowed_axioms=allowed_axioms)


def decide(facts: Facts, header: Header, *, allowed_axioms: Iterable[Name] = ALLOWED_AXIOMS) -> AuditOutcome:
    """The audit's outcome by what was read of a module; header: of what it imports.

    Raises OleanError where reading ended at damage, as `audit` does.
    """
    allowed = frozenset(allowed_axioms)
    axioms: set[Name] = set()
    checks: list[str] = []
    begins: tuple[tuple[int, int], ...] = ()

    def outcome(reason: Reason | None, detail: str = "") -> AuditOutcome:
        names = tuple(sorted(map(name_str, axioms)))
        return AuditOutcome(reason, detail, names, facts.constants, tuple(checks), begins)

    for step in facts.steps:
        found: Refused | None = None
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
            return outcome(found.reason, found.detail)
    return outcome(None)


def _collision(step: Declares, header: Header) -> Refused | None:
    name = next((name for name in step.names if header.declares(name)), None)
    if name is None:
        return None
    return refused(Reason.POLICY, f"{name_str(name)} is declared anew; the header has it")


def _foreign(step: RestsOn, header: Header, axioms: set[Name]) -> Refused | None:
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


def _forbidden(step: RestsOn, axioms: set[Name], allowed: frozenset[Name]) -> Refused | None:
    # First, since a client may allow holes and no axioms.
    if step.declared is not None:
        return refused(Reason.AXIOM, f"the axiom {name_str(step.declared)} is declared")
    if SORRY in axioms and SORRY not in allowed:
        return refused(Reason.INCOMPLETE, "the proof uses sorryAx (`sorry`, or a hole that a tactic left)")
    wrong = sorted(map(name_str, axioms - allowed))
    return refused(Reason.AXIOM, f"the proof rests on {', '.join(wrong)}") if wrong else None
