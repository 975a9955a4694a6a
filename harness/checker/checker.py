"""Checker: from (problem, candidate) to a Verdict. Engine, policy and audit stay apart; this joins them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from harness.checker._steps import Means, Steps
from harness.checker.audit.library import Header
from harness.checker.engines import Engine, SharingEngine, apart
from harness.checker.engines.selftest import header as sound_header
from harness.checker.evidence import Turns
from harness.checker.policy import Level
from harness.checker.references import Reference, References
from harness.checker.replay.base import Question, Replayer
from harness.checker.unreplayed import NOT_ASKED, unreplayed
from harness.checker.verdict import Verdict
from harness.errors import DataError
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
        self.replayer = replayer
        self.turns = Turns()
        self.sound_header = sound_header(toolchain)
        self.references = References(toolchain, apart(engine), Limits(), cache)
        self.record: Mapping[str, Any] = {
            **toolchain.record(),
            **engine.description(),
            "policy": settings.policy,
            "limits": settings.limits.record(),
            "errors": "first" if settings.first_error else "all",
            **({} if settings.mode == "auto" else {"mode": settings.mode}),
            "audit": "constants" if isinstance(engine, SharingEngine) else "olean",
            **(replayer.description() if replayer else unreplayed(no_replay)),
        }

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
        if self.replayer is not None:
            await self.replayer.close()

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """Judge one candidate: a proof body, or a whole file that states the theorem again."""
        return await _Check(self, problem).run(candidate)

    def means(self, limits: Limits, record: Mapping[str, Any]) -> Means:
        """What a text is judged with under these limits; `record` is for its verdict."""
        return Means(
            self.engine,
            self.replayer,
            self.settings.policy,
            limits,
            self.settings.first_error,
            record,
            self.turns,
        )


class _Check(Steps):
    """A candidate for a problem: what the kernel got is compared with the problem's own statement."""

    def __init__(self, checker: Checker, problem: Problem) -> None:
        super().__init__(checker.means(checker.settings.limits, checker.record))
        self._mode, self._references = checker.settings.mode, checker.references
        self._problem = problem

    def assembled(self, text: str) -> Assembled:
        return assemble(self._problem, text, mode=self._mode)

    def sound_header(self) -> str:
        return leading_header(self._problem.header)

    async def prepare(self) -> None:
        self._reference: Reference = await self._references.get(self._problem)

    async def question(self, module: bytes) -> tuple[Question, Header]:
        reference = self._reference
        if reference.fault is not None:
            raise DataError(reference.fault)
        imports = tuple(entry.module for entry in reference.module.imports)
        theorem = parse_name(self._problem.name)
        return Question(imports, theorem, reference.module, self.depth), reference.header
