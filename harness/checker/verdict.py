"""Verdict: the closed set of answers about one candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from harness.checker.record import CheckRecord


class Status(StrEnum):
    """What became of a candidate. Only PROVED is a success; INFRASTRUCTURE is no verdict at all."""

    PROVED = "proved"
    REJECTED = "rejected"
    TIMEOUT = "timeout"
    RESOURCE = "resource"
    INFRASTRUCTURE = "infrastructure"


class Reason(StrEnum):
    """Why; each reason belongs to one status (see REASONS)."""

    LEAN_ERROR = "lean_error"
    INCOMPLETE = "incomplete"
    AXIOM = "axiom"
    STATEMENT = "statement"
    POLICY = "policy"
    NO_CODE = "no_code"
    CPU = "cpu"
    HEARTBEATS = "heartbeats"
    WALL = "wall"
    MEMORY = "memory"
    OUTPUT = "output"
    FILES = "files"
    STACK = "stack"
    LEAN = "lean"
    SANDBOX = "sandbox"
    AUDIT = "audit"
    WORKER = "worker"
    DISK = "disk"
    BACKEND = "backend"


REASONS: Mapping[Status, frozenset[Reason]] = {
    Status.PROVED: frozenset(),
    Status.REJECTED: frozenset(
        {Reason.LEAN_ERROR, Reason.INCOMPLETE, Reason.AXIOM, Reason.STATEMENT, Reason.POLICY, Reason.NO_CODE}
    ),
    Status.TIMEOUT: frozenset({Reason.CPU, Reason.HEARTBEATS, Reason.WALL}),
    Status.RESOURCE: frozenset({Reason.MEMORY, Reason.OUTPUT, Reason.FILES, Reason.STACK}),
    Status.INFRASTRUCTURE: frozenset(
        {Reason.LEAN, Reason.SANDBOX, Reason.AUDIT, Reason.WORKER, Reason.DISK, Reason.BACKEND}
    ),
}


class Refusal(NamedTuple):
    """Why a text isn't proved, by one step of a check.

    detail: one line for people. sure: whether there is evidence that the end is the text's own (see
    evidence.py); without any it counts once it has repeated.
    """

    status: Status
    reason: Reason
    detail: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """One message of Lean. line (from 1) and column (from 0, in code points) count in the text that was
    checked, header included; kind is Lean's own tag, e.g. "hasSorry"."""

    severity: str
    text: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one candidate.

    reason: None exactly when status is PROVED. detail: one line for people; a line of text that it names
    counts as those of messages.
    axioms: every axiom that the proof rests on, sorted; None when the audit didn't get that far.
    messages: Lean's messages, lines counted in the text that was checked (header included).
    cpu_s: CPU seconds of Lean and all its children, replay included. wall_s: seconds on the clock.
    record: what the verdict depends on.
    checks: what was looked at and found good, in order, for `check --explain`; not kept in a run.
    elaborations: how often Lean was given the text for it, as far as that is known; not kept.
    cached: the verdict was known before it was asked for, so that cpu_s is what another check spent.
    """

    status: Status
    reason: Reason | None = None
    detail: str = ""
    axioms: tuple[str, ...] | None = None
    messages: tuple[Message, ...] = ()
    cpu_s: float = 0.0
    wall_s: float = 0.0
    record: CheckRecord = field(default_factory=CheckRecord)
    checks: tuple[str, ...] = ()
    elaborations: int = field(default=0, compare=False)
    cached: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        allowed = REASONS[self.status]
        if (self.reason is None) != (self.status is Status.PROVED) or (
            self.reason is not None and self.reason not in allowed
        ):
            raise ValueError(f"{self.status} can't have the reason {self.reason}")

    @property
    def proved(self) -> bool:
        """True for the one status that is a success."""
        return self.status is Status.PROVED

    @property
    def decided(self) -> bool:
        """False when our side broke, so that nothing was learnt about the candidate."""
        return self.status is not Status.INFRASTRUCTURE
