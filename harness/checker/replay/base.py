"""What a replay is: a compiled module in, the kernel's word on it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from harness.checker.audit import Depth, Facts
from harness.checker.verdict import Finding, Reason, Status
from harness.lean.olean import Module, Name
from harness.sandbox.base import Limits, Stop


@dataclass(frozen=True, slots=True)
class ReplayOutcome:
    """What came of one replay.

    ok: the kernel accepted every safe declaration, and the theorem is one of them. detail: one line that
    says what was refused. constants: how many the kernel accepted. cpu_s: CPU seconds. stopped: the limit
    that ended it. crashed: it ended by a signal or without an answer, as on a full stack. failure: text when
    our own side broke; then nothing else counts. sure: whether there is evidence that the end is the module's
    own: the kernel's answer, or a limit that was measured.
    """

    ok: bool
    detail: str = ""
    constants: int = 0
    cpu_s: float = 0.0
    stopped: Stop | None = None
    crashed: bool = False
    failure: str | None = None
    sure: bool = True


class Replayer(Protocol):
    """Replays modules of one toolchain, each in a process of its own that knows nothing of the others."""

    def description(self) -> Mapping[str, Any]:
        """What verdicts record: "replay" is "kernel" or the program's name."""
        ...

    async def replay(
        self,
        module: bytes,
        theorem: Name,
        imports: Sequence[Name],
        limits: Limits,
        *,
        reference: bytes | None = None,
    ) -> ReplayOutcome:
        """Replay the .olean file `module` on top of `imports`, which must be what it imports.

        theorem: must be among its theorems; () asks for none. reference: an .olean file whose theorem of that
        name must have the same type, for replayers that can compare. Never raises for what the module holds,
        nor for our own failures.
        """
        ...

    async def close(self) -> None:
        """End what is kept running; may be called twice."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a compiled module.

    imports: what it must import. theorem, reference: the theorem that it must prove, and the module with the
    statement; None for a file that is looked at by itself. level: of the audit.
    """

    imports: tuple[Name, ...]
    theorem: Name | None = None
    reference: Module | None = None
    level: Depth = "strict"


@dataclass(frozen=True, slots=True)
class Examination:
    """A module's facts, for the audit, and its replay.

    facts: None when the replay's limits ended the process before it had them. replay: None where no replay
    was made; where the facts leave no hope it is one that isn't ok.
    """

    facts: Facts | None
    replay: ReplayOutcome | None


@runtime_checkable
class Examiner(Protocol):
    """A replayer that reads a module's facts in the process that replays it, so that it is read once, off
    this process, in the replay's sandbox."""

    async def examine(self, module: bytes, question: Question, limits: Limits) -> Examination:
        """Read the .olean file `module`, then replay it. Never raises for what it holds."""
        ...


def finding(outcome: ReplayOutcome, limits: Limits) -> Finding | None:
    """The verdict that an outcome leads to, or None when the replay succeeded."""
    sure = outcome.sure
    if outcome.failure is not None:
        detail = f"kernel replay: {outcome.failure}"
        return Finding(Status.INFRASTRUCTURE, Reason.WORKER, detail, sure=False)
    if outcome.stopped is Stop.CPU:
        detail = f"kernel replay: CPU time over {limits.cpu_s:g} s"
        return Finding(Status.TIMEOUT, Reason.CPU, detail, sure)
    if outcome.stopped is Stop.WALL:
        detail = f"kernel replay: no end within {limits.wall_s:g} s on the clock"
        return Finding(Status.TIMEOUT, Reason.WALL, detail, sure)
    if outcome.stopped is not None:
        detail = f"kernel replay: memory over {limits.memory >> 20} MiB"
        return Finding(Status.RESOURCE, Reason.MEMORY, detail, sure)
    if outcome.crashed:
        return Finding(Status.RESOURCE, Reason.STACK, f"kernel replay: {outcome.detail}", sure)
    if not outcome.ok:
        return Finding(Status.REJECTED, Reason.LEAN_ERROR, f"kernel replay: {outcome.detail}", sure)
    return None
