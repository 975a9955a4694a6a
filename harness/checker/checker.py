"""Checker: from (problem, candidate) to a Verdict. It holds what all checks share; the steps: `check.py`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from harness.checker.audit import Depth
from harness.checker.audit.library import HeaderFacts
from harness.checker.check import Tools, check, read_text
from harness.checker.codec import record_of
from harness.checker.engines import Engine
from harness.checker.engines.selftest import header as sound_header
from harness.checker.evidence import TurnsApart
from harness.checker.policy import Level, check_policy
from harness.checker.pool import PoolStats
from harness.checker.record import CheckRecord
from harness.checker.references import Reference, References
from harness.checker.replay.base import NoReplay, Question, Replayer
from harness.checker.unreplayed import NOT_ASKED
from harness.checker.verdict import Refusal, Verdict
from harness.errors import DataError, InfrastructureError
from harness.lean.olean import parse_name
from harness.lean.source import Assembled, assemble
from harness.lean.source.header import leading_header
from harness.lean.toolchain import Toolchain
from harness.problem import Problem
from harness.sandbox import Limits

Mode = Literal["auto", "splice", "file"]


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What a verdict depends on beside toolchain, problem, candidate and replay.

    first_error: a verdict has Lean's messages up to the first error alone; its status is the same. The engine
    is to be made with the same `first_error` where it can end a text there.
    """

    limits: Limits
    policy: Level = "strict"
    mode: Mode = "auto"
    first_error: bool = False


class Checker:
    """Judges candidates with one toolchain and one engine.

    replayer: has the kernel check a compiled module again in a clean process; None for none, and then
    no_replay says why, for the record.
    cache: folder for compiled references. `check` may run many times at once; it never raises for what a
    candidate does.
    """

    def __init__(
        self,
        toolchain: Toolchain,
        engine: Engine,
        settings: CheckSettings,
        cache: Path,
        replayer: Replayer | None = None,
        no_replay: str = NOT_ASKED,
    ) -> None:
        self.engine, self.settings = engine, settings
        self.replayer = replayer or NoReplay(no_replay)
        self._turns = TurnsApart()
        self.sound_header = sound_header(toolchain)
        self.references = References(toolchain, engine.apart, Limits(), cache)
        self.record: CheckRecord = record_of(
            {
                **toolchain.record(),
                **engine.description(),
                "policy": settings.policy,
                "limits": settings.limits.record(),
                "errors": "first" if settings.first_error else "all",
                **({} if settings.mode == "auto" else {"mode": settings.mode}),
                "audit": "olean" if engine.apart is engine else "constants",
                **self.replayer.description(),
            }
        )

    @property
    def first_error(self) -> bool:
        """Whether verdicts have Lean's messages up to the first error alone."""
        return self.settings.first_error

    async def check_headers(self, headers: Iterable[str]) -> None:
        """Compile each header by itself; raises StatementError for the first that doesn't compile."""
        for header in headers:
            await self.references.check_header(header)

    async def close(self) -> None:
        """End what the engine and the replayer keep running."""
        self.references.close()
        await self.engine.close()
        await self.replayer.close()

    def stats(self) -> Mapping[str, PoolStats]:
        """The servers that engine and replayer keep now."""
        return {"engine": self.engine.stats(), "replay": self.replayer.stats()}

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """Judge one candidate: a proof body, or a whole file that states the theorem again."""
        started = time.monotonic()
        return await self.check_read(problem, await self.read(problem, candidate), started)

    async def read(self, problem: Problem, candidate: str) -> Assembled | Refusal:
        """The file for Lean, or why there is none; nothing is run for it."""
        settings = self.settings
        assemble_it = partial(assemble, problem, mode=settings.mode)
        return await read_text(candidate, assemble_it, partial(check_policy, level=settings.policy))

    async def check_read(self, problem: Problem, read: Assembled | Refusal, started: float) -> Verdict:
        """Judge what `read` gave; started: when that began, by the monotonic clock."""
        target = _OfProblem(problem, self.references)
        return await check(read, target, self.tools(self.settings.limits, self.record), started)

    def tools(self, limits: Limits, record: CheckRecord) -> Tools:
        """What a text is checked with under these limits; `record` is for its verdict."""
        settings = self.settings
        return Tools(
            self.engine, self.replayer, settings.policy, limits, settings.first_error, record, self._turns
        )


@dataclass(frozen=True, slots=True)
class _OfProblem:
    """What the kernel got of a candidate is compared with the problem's own statement."""

    problem: Problem
    references: References

    def sound_header(self) -> str:
        return leading_header(self.problem.header)

    async def reference(self) -> Reference:
        return await self.references.get(self.problem)

    async def question(
        self, module: bytes, reference: Reference | None, depth: Depth
    ) -> tuple[Question, HeaderFacts]:
        if reference is None:
            raise InfrastructureError("the statement wasn't compiled")
        if reference.fault is not None:
            raise DataError(reference.fault)
        imports = tuple(entry.module for entry in reference.module.imports)
        theorem = parse_name(self.problem.name)
        return Question(imports, theorem, reference.module, depth), reference.header
