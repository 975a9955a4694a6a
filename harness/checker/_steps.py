"""The steps from a text to its verdict, the same for a candidate of a problem and for a whole file."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from harness.checker._read import beside_the_loop, read
from harness.checker._sharing import engine_for, repeated
from harness.checker.audit import CANDIDATE, Depth, facts_of_file
from harness.checker.audit.decide import AuditOutcome, decide
from harness.checker.audit.library import Header, ask
from harness.checker.commands import difference, hidden_declaration
from harness.checker.engines import Elaboration, Engine, apart
from harness.checker.evidence import Machine, Turns, fault_of_ours
from harness.checker.judge import error_in_header, judge
from harness.checker.messages import up_to_first_error
from harness.checker.policy import Level, Violation, changes_syntax, check_policy
from harness.checker.replay.base import Examiner, Question, Replayer, ReplayOutcome, finding
from harness.checker.verdict import Finding, Reason, Status, Verdict
from harness.errors import (
    DataError,
    InfrastructureError,
    OleanError,
    StatementError,
)
from harness.lean.source import Assembled
from harness.lean.source.header import leading_header
from harness.sandbox import Limits

_ALONE = 4
"""CPU limits on the clock after which a text has been tried alone long enough, once it repeated its end."""


@dataclass(frozen=True, slots=True)
class Means:
    """What the steps are carried out with.

    first_error: keep Lean's messages up to the first error alone. turns: those of all checks of this checker.
    """

    engine: Engine
    replayer: Replayer | None
    policy: Level
    limits: Limits
    first_error: bool
    record: Mapping[str, Any]
    turns: Turns


class Steps(ABC):
    """One text on its way to a verdict; what is particular to its kind is left to the abstract methods."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._started = time.monotonic()
        self._checks: list[str] = []
        self._done: Elaboration | None = None
        self._axioms: tuple[str, ...] | None = None
        self._replay_cpu_s = self._earlier_cpu_s = 0.0
        self._sure = False

    @abstractmethod
    def assembled(self, text: str) -> Assembled:
        """The file for Lean. Raises NoCodeError, BadCandidateError."""

    def violations(self, assembled: Assembled) -> Sequence[Violation]:
        """What the policy has against it."""
        return check_policy(assembled, self._means.policy)

    async def prepare(self) -> None:
        """Have ready what the audit compares with. Raises InfrastructureError."""
        return

    @abstractmethod
    async def question(self, module: bytes) -> tuple[Question, Header]:
        """What is asked about the compiled module, and the table of what it imports.

        Raises DataError, InfrastructureError.
        """

    @abstractmethod
    def sound_header(self) -> str:
        """Imports that are known to be good, for a text of our own."""

    async def run(self, text: str) -> Verdict:
        """Each step ends the check with a verdict, or leaves it to the next.

        An end that nothing shows to be the text's own is tried again alone, see evidence.py.
        """
        assembled = await read(text, self.assembled, self.violations)
        if not isinstance(assembled, Assembled):
            return self._verdict(Finding(*assembled))
        level = self._means.policy
        self._checks.append(f"policy {level}: nothing forbidden in its text ({assembled.mode} mode)")
        engine = engine_for(self._means.engine, assembled, level)
        async with self._means.turns.beside():
            verdict = await self._tried(engine, assembled)
            if self._done is not None and repeated(self._done, verdict):
                self._again(verdict)
                verdict = await self._tried(apart(engine), assembled)
        if self._sure:
            return verdict
        async with self._means.turns.alone():
            return await self._alone(apart(engine), assembled, verdict)

    async def _alone(self, engine: Engine, assembled: Assembled, verdict: Verdict) -> Verdict:
        """The verdict on a text whose first try, which ended with `verdict`, gave no evidence."""
        means, doubts = self._means, self._means.turns.doubts
        machine = Machine(means.limits, on_disk=means.record.get("sandbox") == "none")
        started = time.monotonic()
        for tried in range(doubts.tries()):
            # Nobody else is judged meanwhile.
            if tried and time.monotonic() - started > _ALONE * means.limits.cpu_s:
                return verdict
            self._again(verdict)
            verdict = await self._tried(engine, assembled)
            if self._sure:
                doubts.slips += 1
                return verdict
            if short := machine.short():
                return self._nothing_known(short, verdict)
            if not verdict.decided:
                return verdict
            if fault := await self._fault_of_ours(engine):
                doubts.slips += 1
                return self._nothing_known(fault, verdict)
        doubts.repeated += 1
        return verdict

    def _again(self, verdict: Verdict) -> None:
        self._earlier_cpu_s = verdict.cpu_s
        del self._checks[1:]

    def _nothing_known(self, why: str, verdict: Verdict) -> Verdict:
        detail = f"{why}, so nothing is known of a text that ended with: {verdict.detail}"
        return self._verdict(Finding(Status.INFRASTRUCTURE, Reason.WORKER, detail))

    async def _fault_of_ours(self, engine: Engine) -> str | None:
        try:
            return await fault_of_ours(self.sound_header(), engine, self._means.replayer)
        except (OSError, MemoryError, RuntimeError, InfrastructureError) as error:
            return f"a text of our own fails as well: {type(error).__name__}: {error}"

    async def _tried(self, engine: Engine, assembled: Assembled) -> Verdict:
        """One try; sets whether its verdict is sure."""
        self._done, self._axioms, self._replay_cpu_s = None, None, 0.0
        try:
            await self.prepare()
            return await self._judge(engine, assembled)
        except InfrastructureError as error:
            # What is wrong with the benchmark's own statement stays so.
            sure = isinstance(error, StatementError)
            return self._verdict(Finding(Status.INFRASTRUCTURE, Reason.LEAN, str(error), sure))
        except (OSError, MemoryError, RuntimeError) as error:
            # A thread that can't be started is a RuntimeError.
            detail = f"our side ran short: {type(error).__name__}: {error}"
            return self._verdict(Finding(Status.INFRASTRUCTURE, Reason.WORKER, detail, sure=False))

    async def _judge(self, engine: Engine, assembled: Assembled) -> Verdict:
        limits = self._means.limits
        done = await engine.elaborate(assembled.text, limits)
        if self._means.first_error:
            done = replace(done, messages=up_to_first_error(done.messages))
        self._done = done
        if refusal := judge(done, limits):
            if error_in_header(done, leading_header(assembled.text)):
                refusal = refusal._replace(sure=False)
            return self._verdict(refusal)
        self._checks.append("Lean elaborated it without an error")
        if unseen := await beside_the_loop(assembled.text, partial(self._read_otherwise, assembled, done)):
            return self._verdict(Finding(Status.REJECTED, Reason.POLICY, unseen))
        return await self._examine(done.module or b"", assembled)

    def _read_otherwise(self, assembled: Assembled, done: Elaboration) -> str | None:
        """What Lean's parser saw that the policy didn't see, where the engine tells."""
        if done.commands is None or self._means.policy != "strict":
            return None
        if _header_changes_syntax(assembled):
            self._checks.append("commands: not compared, since the problem's header defines syntax")
            return None
        refusal = difference(assembled, done.commands)
        if refusal is None:
            self._checks.append(f"commands: Lean's parser found the same {len(done.commands.found)}")
        return refusal

    def _declared_unseen(self, audited: AuditOutcome, assembled: Assembled) -> str | None:
        """What Lean declared where the policy saw no code, by the compiled module."""
        if not audited.begins or _header_changes_syntax(assembled):
            return None
        return hidden_declaration(assembled.text, audited.begins)

    @property
    def depth(self) -> Depth:
        """How far the audit of the module that the engine gave can go."""
        return "constants" if self._done is not None and not self._done.entries else self._means.policy

    async def _examine(self, module: bytes, assembled: Assembled) -> Verdict:
        """Audit and replay; where the replayer can, it reads for the audit what it replays."""
        replayer, limits = self._means.replayer, self._means.limits
        replay: ReplayOutcome | None = None
        try:
            question, header = await self.question(module)
            if isinstance(replayer, Examiner):
                examined = await replayer.examine(module, question, limits)
                facts, replay = examined.facts, examined.replay
            else:
                # A module may be as large as the limit on files lets it be.
                facts, _ = await asyncio.to_thread(
                    facts_of_file, module, question.reference, question.theorem, question.level
                )
            audited = None if facts is None else await ask(partial(decide, facts), header)
        except OleanError as error:
            if error.file == CANDIDATE:
                detail = f"the compiled module is damaged or forged: {error}"
                # Or it wasn't written whole.
                return self._verdict(Finding(Status.REJECTED, Reason.POLICY, detail, sure=False))
            return self._verdict(Finding(Status.INFRASTRUCTURE, Reason.AUDIT, str(error), sure=False))
        except (DataError, InfrastructureError) as error:
            return self._verdict(Finding(Status.INFRASTRUCTURE, Reason.AUDIT, str(error), sure=False))
        finally:
            self._replay_cpu_s = replay.cpu_s if replay else 0.0
        if audited is None or facts is None:
            refusal = finding(replay, limits) if replay else None
            unread = Finding(Status.INFRASTRUCTURE, Reason.AUDIT, "the audit didn't end", sure=False)
            return self._verdict(refusal or unread)
        self._checks += [f"audit: {line}" for line in audited.checks]
        self._axioms = audited.axioms
        if audited.reason is not None:
            return self._verdict(Finding(Status.REJECTED, audited.reason, audited.detail))
        if unseen := await beside_the_loop(
            assembled.text, partial(self._declared_unseen, audited, assembled)
        ):
            return self._verdict(Finding(Status.REJECTED, Reason.POLICY, unseen))
        if replayer is not None and replay is None:
            replay = await replayer.replay(module, facts.theorem or (), question.imports, limits)
            self._replay_cpu_s = replay.cpu_s
        return self._replayed(replay)

    def _replayed(self, found: ReplayOutcome | None) -> Verdict:
        if found is None:
            self._checks.append("replay: none")
        elif refusal := finding(found, self._means.limits):
            return self._verdict(refusal)
        else:
            self._checks.append(f"replay: a clean kernel accepts all {found.constants} declarations")
        return self._verdict(None)

    def _verdict(self, found: Finding | None) -> Verdict:
        """The verdict that a finding comes to; None: everything holds."""
        self._sure = found is None or found.sure
        return Verdict(
            status=Status.PROVED if found is None else found.status,
            reason=None if found is None else found.reason,
            detail="" if found is None else found.detail,
            axioms=self._axioms,
            messages=self._done.messages if self._done else (),
            cpu_s=(self._done.cpu_s if self._done else 0.0) + self._replay_cpu_s + self._earlier_cpu_s,
            wall_s=time.monotonic() - self._started,
            record=self._means.record,
            checks=tuple(self._checks),
        )


def _header_changes_syntax(assembled: Assembled) -> bool:
    """Whether only Lean can tell what follows the benchmark's own text."""
    return changes_syntax(assembled.text[: len(assembled.text) - len(assembled.candidate)])
