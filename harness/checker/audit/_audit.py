"""audit: does a compiled candidate prove the reference's statement, by means that are allowed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.checker.audit._extensions import forbidden_entries
from harness.checker.audit._header import HeaderTable
from harness.checker.audit._reserved import ALLOWED_AXIOMS, RESERVED, SORRY
from harness.checker.audit._statement import check_reference, statement_difference
from harness.checker.verdict import Reason
from harness.lean.olean import Constant, Kind, Module, Name, Safety, name_str

Level = Literal["strict", "open"]
MAX_DETAIL = 400
"""Longest detail, in characters: a name out of a candidate's file can be long."""


@dataclass(frozen=True, slots=True)
class AuditOutcome:
    """What the audit found. reason: None exactly if everything holds. detail: one line, names the finding.

    axioms: all that the theorem rests on, sorted; empty also where the audit ended before it looked.
    constants: how many the candidate's file declares. checks: what was looked at and found good, in order.
    """

    reason: Reason | None
    detail: str = ""
    axioms: tuple[str, ...] = ()
    constants: int = 0
    checks: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything holds."""
        return self.reason is None


class _FoundError(Exception):
    """Ends an audit with a reason."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail if len(detail) <= MAX_DETAIL else detail[: MAX_DETAIL - 3] + "..."


def audit(
    candidate: Module,
    reference: Module,
    theorem: Name,
    header: HeaderTable,
    *,
    allowed_axioms: Iterable[Name] = ALLOWED_AXIOMS,
    level: Level = "strict",
    entries: bool = True,
) -> AuditOutcome:
    """Audit the candidate's compiled module against the benchmark's own, compiled apart from it.

    candidate, reference: compiled by the same Lean, from the same header, under the same module name (private
    names contain it); the reference is `STATEMENT := sorry`. theorem: its full name. header: of the
    reference's imports. level: "strict" forbids whatever changes syntax, meaning or code; "open" only
    what changes code. entries: whether the candidate's file has extension entries at all; without them that
    part is left out, and its text must have passed the strict policy.

    Raises OleanError if a file is damaged: its `file` is that given to `read_olean`, so a caller that names
    the two files knows whose it was. The candidate's is a rejection (policy: forged or damaged), the
    reference's is ours (infrastructure). Raises DataError if the reference states no such theorem, or its
    statement contains `sorry`.
    """
    run = _Audit(
        candidate, reference, [theorem], header, frozenset(allowed_axioms), level if entries else None
    )
    try:
        run.against(reference, theorem)
    except _FoundError as found:
        return run.outcome(found.reason, found.detail)
    return run.outcome(None, "")


def audit_file(
    candidate: Module,
    header: HeaderTable,
    *,
    allowed_axioms: Iterable[Name] = ALLOWED_AXIOMS,
    level: Level = "strict",
    entries: bool = True,
) -> AuditOutcome:
    """Audit a compiled file by itself: all its theorems' axioms, redeclared names, forbidden entries.

    No statement is compared. A file without a theorem is `incomplete`. Raises OleanError as `audit` does.
    """
    theorems = [name for name, constant in candidate.constants.items() if constant.kind is Kind.THEOREM]
    run = _Audit(candidate, None, theorems, header, frozenset(allowed_axioms), level if entries else None)
    try:
        run.alone()
    except _FoundError as found:
        return run.outcome(found.reason, found.detail)
    return run.outcome(None, "")


class _Audit:
    """One audit; reference: None for a file that is looked at by itself. level: None for no entries."""

    def __init__(
        self,
        candidate: Module,
        reference: Module | None,
        theorems: Sequence[Name],
        header: HeaderTable,
        allowed: frozenset[Name],
        level: Level | None,
    ) -> None:
        self._candidate, self._reference, self._theorems = candidate, reference, theorems
        self._header, self._allowed, self._level = header, allowed, level
        self._checks: list[str] = []
        self._axioms: set[Name] = set()

    def outcome(self, reason: Reason | None, detail: str) -> AuditOutcome:
        return AuditOutcome(
            reason,
            detail,
            tuple(sorted(map(name_str, self._axioms))),
            len(self._candidate.constants),
            tuple(self._checks),
        )

    def against(self, reference: Module, theorem: Name) -> None:
        check_reference(reference, theorem)
        self._same_origin(reference)
        self._declared_names()
        self._declared_theorem(theorem)
        self._statement(reference, theorem)
        self._means()

    def alone(self) -> None:
        self._declared_names()
        if not self._theorems:
            raise _FoundError(Reason.INCOMPLETE, "the file declares no theorem")
        self._means()

    def _means(self) -> None:
        reached = self._closure()
        self._axioms_allowed()
        self._safe(reached)
        self._entries()

    def _same_origin(self, theirs: Module) -> None:
        ours = self._candidate
        for what, one, other in (
            ("format version", ours.version, theirs.version),
            ("Lean version", ours.lean_version, theirs.lean_version),
            ("Lean revision", ours.githash, theirs.githash),
            ("use of the module system", ours.is_module, theirs.is_module),
        ):
            if one != other:
                raise _FoundError(Reason.POLICY, f"{what} is {one!r}, the reference's {other!r}")
        self._checks.append("same Lean as the reference's")
        if ours.imports != theirs.imports:
            names = ", ".join(name_str(item.module) for item in ours.imports) or "nothing"
            raise _FoundError(Reason.POLICY, f"the imports differ from the reference's: {names}")
        self._checks.append("imports equal the reference's")

    def _declared_names(self) -> None:
        for name, constant in self._candidate.constants.items():
            if name in self._header.names:
                raise _FoundError(Reason.POLICY, f"{name_str(name)} is declared anew; the header has it")
            if name in RESERVED:
                raise _FoundError(Reason.POLICY, f"{name_str(name)} is declared, {RESERVED[name]}")
            if constant.kind is Kind.QUOT:
                raise _FoundError(Reason.POLICY, f"{name_str(name)} is declared as a quotient primitive")
        self._checks.append("declares no name of the header or the kernel")

    def _declared_theorem(self, theorem: Name) -> None:
        constant = self._candidate.constants.get(theorem)
        text = name_str(theorem)
        if constant is None:
            raise _FoundError(Reason.INCOMPLETE, f"no theorem {text} is declared")
        if constant.kind is Kind.AXIOM:
            raise _FoundError(Reason.AXIOM, f"{text} is declared as an axiom")
        if constant.kind is not Kind.THEOREM:
            raise _FoundError(
                Reason.STATEMENT, f"{text} is declared as {_article(constant.kind)}, not a theorem"
            )
        self._checks.append(f"{text} is a theorem")

    def _statement(self, reference: Module, theorem: Name) -> None:
        difference = statement_difference(self._candidate, reference, theorem)
        if difference is not None:
            raise _FoundError(Reason.STATEMENT, f"{name_str(theorem)} states something else: {difference}")
        self._checks.append("its statement is the reference's, term for term")

    def _closure(self) -> list[Constant]:
        """The candidate's constants that the theorems rest on; collects the axioms on the way."""
        module, header = self._candidate, self._header
        seen_terms: set[int] = set()
        reached = set(self._theorems)
        waiting = list(self._theorems)
        own: list[Constant] = []
        while waiting:
            name = waiting.pop()
            constant = module.constants.get(name)
            if constant is None:
                if name not in header.names:
                    raise _FoundError(Reason.POLICY, f"{name_str(name)} is used but declared nowhere")
                if name in header.unsafe:
                    raise _FoundError(Reason.POLICY, f"the proof uses {name_str(name)}, which is unsafe")
                self._axioms.update(header.axioms.get(name, ()))
                continue
            own.append(constant)
            if constant.kind is Kind.AXIOM:
                self._axioms.add(name)
            used = module.terms.constants(constant.terms, seen_terms).union(constant.siblings)
            waiting.extend(used - reached)
            reached |= used
        return own

    def _axioms_allowed(self) -> None:
        if SORRY in self._axioms and SORRY not in self._allowed:
            raise _FoundError(
                Reason.INCOMPLETE, "the proof uses sorryAx (`sorry`, or a hole that a tactic left)"
            )
        for name, constant in self._candidate.constants.items():
            if constant.kind is Kind.AXIOM:
                raise _FoundError(Reason.AXIOM, f"the axiom {name_str(name)} is declared")
        wrong = sorted(map(name_str, self._axioms - self._allowed))
        if wrong:
            raise _FoundError(Reason.AXIOM, f"the proof rests on {', '.join(wrong)}")
        self._checks.append("rests on allowed axioms only and declares none")

    def _safe(self, reached: Iterable[Constant]) -> None:
        for constant in reached:
            text = name_str(constant.name)
            if constant.safety is not Safety.SAFE:
                raise _FoundError(Reason.POLICY, f"the proof uses {text}, which is {constant.safety}")
            if constant.kind is Kind.OPAQUE and (*constant.name, "_unsafe_rec") in self._candidate.constants:
                raise _FoundError(Reason.POLICY, f"the proof uses {text}, which is partial")
        self._checks.append("uses nothing unsafe or partial")

    def _entries(self) -> None:
        if self._level is None:
            return
        for line in forbidden_entries(self._candidate, self._reference, strict=self._level == "strict"):
            raise _FoundError(Reason.POLICY, line)
        self._checks.append(
            "changes no syntax, meaning or compiled code"
            if self._level == "strict"
            else "changes no compiled code"
        )


def _article(kind: Kind) -> str:
    return f"{'an' if kind[0] in 'aio' else 'a'} {kind}"
