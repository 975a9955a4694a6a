"""Checker: from (problem, candidate) to a Verdict. Engine, policy and audit stay apart; this joins them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from harness.bench import Problem
from harness.checker.audit import audit
from harness.checker.engines import Elaboration, Engine
from harness.checker.judge import judge
from harness.checker.policy import check_policy
from harness.checker.references import Reference, References
from harness.checker.sandbox import Limits
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import DataError, InfrastructureError, OleanError
from harness.lean.olean import parse_name, read_olean
from harness.lean.source import Assembled, BadCandidate, NoCode, assemble
from harness.lean.toolchain import Toolchain

Level = Literal["strict", "open"]
Mode = Literal["auto", "splice", "file"]

CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What a verdict depends on beside toolchain, problem and candidate."""

    limits: Limits
    policy: Level = "strict"
    mode: Mode = "auto"


class Checker:
    """Judges candidates with one toolchain and one engine.

    cache: folder for compiled references. `check` may run many times at once; it never raises for what a
    candidate does.
    """

    def __init__(self, toolchain: Toolchain, engine: Engine, settings: CheckSettings, cache: Path) -> None:
        self._engine, self._settings = engine, settings
        self.references = References(toolchain, engine, Limits(), cache)
        self._record: dict[str, Any] = {
            **toolchain.record(),
            **engine.description(),
            "policy": settings.policy,
            "limits": settings.limits.record(),
            "audit": "olean",
            "replay": "none",
        }

    @property
    def record(self) -> Mapping[str, Any]:
        """What every verdict of this checker depends on."""
        return self._record

    async def close(self) -> None:
        """End what the engine keeps running."""
        await self._engine.close()

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """Judge one candidate: a proof body, or a whole file that states the theorem again."""
        started = time.monotonic()
        try:
            assembled = assemble(problem, candidate, mode=self._settings.mode)
        except NoCode as error:
            return self._verdict(Status.REJECTED, Reason.NO_CODE, str(error), started=started)
        except BadCandidate as error:
            return self._verdict(Status.REJECTED, Reason.POLICY, str(error), started=started)
        if violations := check_policy(assembled, self._settings.policy):
            first = violations[0]
            detail = f"line {first.line}: {first.text} ({first.rule})"
            return self._verdict(Status.REJECTED, Reason.POLICY, detail, started=started)
        try:
            reference = await self.references.get(problem)
        except InfrastructureError as error:
            return self._verdict(Status.INFRASTRUCTURE, Reason.LEAN, str(error), started=started)
        return await self._elaborate(problem, assembled, reference, started)

    async def _elaborate(
        self, problem: Problem, assembled: Assembled, reference: Reference, started: float
    ) -> Verdict:
        done = await self._engine.elaborate(assembled.text, self._settings.limits)
        finding = judge(done, self._settings.limits)
        if finding is not None:
            return self._verdict(*finding, done=done, started=started)
        return self._audit(problem, reference, done, started)

    def _audit(self, problem: Problem, reference: Reference, done: Elaboration, started: float) -> Verdict:
        try:
            found = audit(
                read_olean(done.module or b"", file=CANDIDATE),
                reference.module,
                parse_name(problem.name),
                reference.header,
                level=self._settings.policy,
            )
        except OleanError as error:
            if error.file != CANDIDATE:
                return self._verdict(
                    Status.INFRASTRUCTURE, Reason.AUDIT, str(error), done=done, started=started
                )
            detail = f"the compiled module is damaged or forged: {error}"
            return self._verdict(Status.REJECTED, Reason.POLICY, detail, done=done, started=started)
        except DataError as error:
            return self._verdict(Status.INFRASTRUCTURE, Reason.AUDIT, str(error), done=done, started=started)
        status = Status.PROVED if found.reason is None else Status.REJECTED
        return self._verdict(
            status, found.reason, found.detail, axioms=found.axioms, done=done, started=started
        )

    def _verdict(
        self,
        status: Status,
        reason: Reason | None,
        detail: str,
        *,
        started: float,
        axioms: tuple[str, ...] | None = None,
        done: Elaboration | None = None,
    ) -> Verdict:
        return Verdict(
            status=status,
            reason=reason,
            detail=detail,
            axioms=axioms,
            messages=done.messages if done else (),
            cpu_s=done.cpu_s if done else 0.0,
            wall_s=time.monotonic() - started,
            record=self._record,
        )
