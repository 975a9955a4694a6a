"""What a replayer is: a compiled module in, its facts and the kernel's word on it out."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from harness.checker.audit import Depth, ModuleFacts, facts_of_file
from harness.checker.pool import PoolStats
from harness.checker.unreplayed import NOT_ASKED, unreplayed
from harness.checker.verdict import Reason, Refusal, Status
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

    facts: None when the replay's limits ended the process before it had them. replay: None where there is no
    kernel; when the facts already refuse the proof, `ok` is False.
    """

    facts: ModuleFacts | None
    replay: ReplayOutcome | None


class Replayer(Protocol):
    """Reads modules of one toolchain for the audit and has a kernel replay them, each by itself."""

    @abstractmethod
    def description(self) -> Mapping[str, Any]:
        """What verdicts record: "replay" is "kernel", the program's name, or "none"."""

    @abstractmethod
    async def examine(self, module: bytes, question: Question, limits: Limits) -> Examination:
        """Read the .olean file `module`, then replay it on top of what it imports.

        Never raises for what it holds, nor for our own failures.
        """

    def stats(self) -> PoolStats:
        """The servers that it keeps now."""
        return PoolStats()

    @abstractmethod
    async def close(self) -> None:
        """End what is kept running; may be called twice."""


class NoReplay(Replayer):
    """Only reads, in a thread of this process. why: the reason that no kernel replays, for the record."""

    def __init__(self, why: str = NOT_ASKED) -> None:
        self._why = why

    def description(self) -> Mapping[str, Any]:
        """What verdicts record."""
        return unreplayed(self._why)

    async def examine(self, module: bytes, question: Question, limits: Limits) -> Examination:
        """See Replayer.examine."""
        return Examination(await facts_read_here(module, question), None)

    async def close(self) -> None:
        """Nothing is kept running."""


async def facts_read_here(module: bytes, question: Question) -> ModuleFacts:
    """The facts of a module, read in a thread: a large one takes seconds."""
    # A Module decodes as it is asked, so each thread reads its own.
    reference = None if question.reference is None else question.reference.data
    read = partial(facts_of_file, module, reference, question.theorem, question.level)
    facts, _ = await asyncio.to_thread(read)
    return facts


def refusal_of(outcome: ReplayOutcome, limits: Limits) -> Refusal | None:
    """Why a proof with this outcome isn't one; None when the replay succeeded."""
    sure = outcome.sure
    if outcome.failure is not None:
        detail = f"kernel replay: {outcome.failure}"
        return Refusal(Status.INFRASTRUCTURE, Reason.WORKER, detail, sure=False)
    if outcome.stopped is Stop.CPU:
        detail = f"kernel replay: CPU time over {limits.cpu_s:g} s"
        return Refusal(Status.TIMEOUT, Reason.CPU, detail, sure)
    if outcome.stopped is Stop.WALL:
        detail = f"kernel replay: no end within {limits.wall_s:g} s on the clock"
        return Refusal(Status.TIMEOUT, Reason.WALL, detail, sure)
    if outcome.stopped is not None:
        detail = f"kernel replay: memory over {limits.memory >> 20} MiB"
        return Refusal(Status.RESOURCE, Reason.MEMORY, detail, sure)
    if outcome.crashed:
        return Refusal(Status.RESOURCE, Reason.STACK, f"kernel replay: {outcome.detail}", sure)
    if not outcome.ok:
        return Refusal(Status.REJECTED, Reason.LEAN_ERROR, f"kernel replay: {outcome.detail}", sure)
    return None
