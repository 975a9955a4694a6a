"""Checker: from (problem, candidate) to a Verdict. Engine, policy and audit stay apart; this joins them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from harness.bench import Problem
from harness.checker.audit import audit
from harness.checker.engines import Elaboration, Engine, SharingEngine, apart
from harness.checker.engines.messages import up_to_first_error
from harness.checker.judge import judge
from harness.checker.policy import Level, check_policy
from harness.checker.references import Reference, References
from harness.checker.replay import Replayer, finding
from harness.checker.sandbox import Limits
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import DataError, InfrastructureError, OleanError
from harness.lean.olean import parse_name, read_olean
from harness.lean.source import Assembled, BadCandidate, NoCode, assemble
from harness.lean.toolchain import Toolchain

Mode = Literal["auto", "splice", "file"]

CANDIDATE = "candidate"
# Above this many characters the tokenizer would hold up the event loop, so a thread takes it.
LONG_CANDIDATE = 50_000


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

    replayer: has the kernel check a compiled module again in a clean process; None where there is none.
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
    ) -> None:
        self.engine, self.settings = engine, settings
        self.replayer = replayer
        self.references = References(toolchain, apart(engine), Limits(), cache)
        self.record: Mapping[str, Any] = {
            **toolchain.record(),
            **engine.description(),
            "policy": settings.policy,
            "limits": settings.limits.record(),
            "errors": "first" if settings.first_error else "all",
            "audit": "constants" if isinstance(engine, SharingEngine) else "olean",
            **(replayer.description() if replayer else {"replay": "none"}),
        }

    async def close(self) -> None:
        """End what the engine and the replayer keep running."""
        await self.engine.close()
        if self.replayer is not None:
            await self.replayer.close()

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """Judge one candidate: a proof body, or a whole file that states the theorem again."""
        return await _Check(self, problem).run(candidate)


class _Check:
    """One candidate on its way to a verdict."""

    def __init__(self, checker: Checker, problem: Problem) -> None:
        self._checker, self._problem = checker, problem
        self._started = time.monotonic()
        self._checks: list[str] = []
        self._done: Elaboration | None = None
        self._axioms: tuple[str, ...] | None = None
        self._replay_cpu_s = self._earlier_cpu_s = 0.0

    async def run(self, candidate: str) -> Verdict:
        """Each step ends the check with a verdict, or leaves it to the next."""
        if len(candidate) > LONG_CANDIDATE:
            read = await asyncio.to_thread(self._read, candidate)
        else:
            read = self._read(candidate)
        if isinstance(read, Verdict):
            return read
        try:
            reference = await self._checker.references.get(self._problem)
        except InfrastructureError as error:
            return self._verdict(Status.INFRASTRUCTURE, Reason.LEAN, str(error))
        engine = engine_for(self._checker.engine, read, self._checker.settings.policy)
        verdict = await self._judge(engine, read, reference)
        if self._done is not None and repeated(self._done, verdict):
            self._earlier_cpu_s = verdict.cpu_s
            del self._checks[1:]
            verdict = await self._judge(apart(engine), read, reference)
        return verdict

    async def _judge(self, engine: Engine, read: Assembled, reference: Reference) -> Verdict:
        limits = self._checker.settings.limits
        done = await engine.elaborate(read.text, limits)
        if self._checker.settings.first_error:
            done = replace(done, messages=up_to_first_error(done.messages))
        self._done, self._axioms, self._replay_cpu_s = done, None, 0.0
        if refusal := judge(done, limits):
            return self._verdict(*refusal)
        self._checks.append("Lean elaborated it without an error")
        return self._audit(done, reference) or await self._replay(done, reference)

    def _read(self, candidate: str) -> Assembled | Verdict:
        """The text for Lean, or why there is none."""
        try:
            assembled = assemble(self._problem, candidate, mode=self._checker.settings.mode)
        except NoCode as error:
            return self._verdict(Status.REJECTED, Reason.NO_CODE, str(error))
        except BadCandidate as error:
            return self._verdict(Status.REJECTED, Reason.POLICY, str(error))
        level = self._checker.settings.policy
        if violations := check_policy(assembled, level):
            first = violations[0]
            text = f"line {first.line}: {first.text} ({first.rule})"
            return self._verdict(Status.REJECTED, Reason.POLICY, text)
        self._checks.append(f"policy {level}: nothing forbidden in its text ({assembled.mode} mode)")
        return assembled

    def _audit(self, done: Elaboration, reference: Reference) -> Verdict | None:
        try:
            found = audit(
                read_olean(done.module or b"", file=CANDIDATE),
                reference.module,
                parse_name(self._problem.name),
                reference.header,
                level=self._checker.settings.policy,
                entries=done.entries,
            )
        except OleanError as error:
            if error.file == CANDIDATE:
                text = f"the compiled module is damaged or forged: {error}"
                return self._verdict(Status.REJECTED, Reason.POLICY, text)
            return self._verdict(Status.INFRASTRUCTURE, Reason.AUDIT, str(error))
        except DataError as error:
            return self._verdict(Status.INFRASTRUCTURE, Reason.AUDIT, str(error))
        self._checks += [f"audit: {text}" for text in found.checks]
        self._axioms = found.axioms
        return self._verdict(Status.REJECTED, found.reason, found.detail) if found.reason else None

    async def _replay(self, done: Elaboration, reference: Reference) -> Verdict:
        replayer, limits = self._checker.replayer, self._checker.settings.limits
        if replayer is None:
            self._checks.append("replay: none")
            return self._verdict(Status.PROVED)
        imports = [entry.module for entry in reference.module.imports]
        found = await replayer.replay(done.module or b"", parse_name(self._problem.name), imports, limits)
        self._replay_cpu_s = found.cpu_s
        if refusal := finding(found, limits):
            return self._verdict(*refusal)
        self._checks.append(f"replay: a clean kernel accepts all {found.constants} declarations")
        return self._verdict(Status.PROVED)

    def _verdict(self, status: Status, reason: Reason | None = None, detail: str = "") -> Verdict:
        return Verdict(
            status=status,
            reason=reason,
            detail=detail,
            axioms=self._axioms,
            messages=self._done.messages if self._done else (),
            cpu_s=(self._done.cpu_s if self._done else 0.0) + self._replay_cpu_s + self._earlier_cpu_s,
            wall_s=time.monotonic() - self._started,
            record=self._checker.record,
            checks=tuple(self._checks),
        )


def engine_for(engine: Engine, read: Assembled, policy: Level) -> Engine:
    """The engine for a text: one that shows no extension entries gets none that strict rules don't pass."""
    if policy != "strict" and isinstance(engine, SharingEngine) and check_policy(read, "strict"):
        return engine.apart
    return engine


def repeated(done: Elaboration, verdict: Verdict) -> bool:
    """Whether a text must be judged again in a process of its own.

    In a shared one names that contain the module's are others (`private`, instances without a name), and an
    earlier text may have disturbed this one. So only a hole or an axiom is believed to be this text's.
    """
    sure = (None, Reason.INCOMPLETE, Reason.AXIOM)
    return not done.entries and done.module is not None and verdict.reason not in sure
