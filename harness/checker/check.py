"""The check: from a text to its verdict, a step after the other.

The same for a candidate of a problem (`checker.py`) and for a whole file (`snippet.py`); what is particular
to one of them stands behind Target. Each step gets what is known and gives what is known then: an Attempt,
which is over as soon as it has a refusal.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol, TypeVar

from harness.checker.audit import CANDIDATE, Depth
from harness.checker.audit.decide import AuditOutcome, decide
from harness.checker.audit.library import HeaderFacts, ask
from harness.checker.commands import difference, hidden_declaration
from harness.checker.engines import Elaboration, Engine
from harness.checker.evidence import Machine, TurnsApart, fault_of_ours
from harness.checker.judge import error_in_header, judge
from harness.checker.messages import up_to_first_error
from harness.checker.policy import Level, Violation, changes_syntax, check_policy
from harness.checker.record import CheckRecord
from harness.checker.references import Reference
from harness.checker.replay.base import Question, Replayer, ReplayOutcome, refusal_of
from harness.checker.verdict import Reason, Refusal, Status, Verdict
from harness.errors import (
    BadCandidateError,
    DataError,
    InfrastructureError,
    NoCodeError,
    OleanError,
    StatementError,
    describe,
)
from harness.lean.source import Assembled
from harness.lean.source.header import leading_header
from harness.sandbox import Limits

#: Above this many characters the tokenizer would hold up the event loop, so a thread takes it.
LONG_CANDIDATE: Final = 50_000
#: CPU limits on the clock after which a text has been tried alone long enough, once it repeated its end.
_ALONE = 4
_Text = TypeVar("_Text", bound=Assembled)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Tools:
    """Engine, replayer, limits: the same for every text.

    first_error: keep Lean's messages up to the first error alone. record: of every verdict. turns: those of
    all checks of this checker.
    """

    engine: Engine
    replayer: Replayer
    policy: Level
    limits: Limits
    first_error: bool
    record: CheckRecord
    turns: TurnsApart


class Target(Protocol):
    """What the compiled module of a text is held against."""

    def sound_header(self) -> str:
        """Imports that are known to be good, for a text of our own."""
        ...

    async def reference(self) -> Reference | None:
        """What the module is compared with; None for a file by itself. Raises InfrastructureError."""
        ...

    async def question(
        self, module: bytes, reference: Reference | None, depth: Depth
    ) -> tuple[Question, HeaderFacts]:
        """What is asked about the module, and the table of what it imports.

        Raises DataError, InfrastructureError.
        """
        ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of one try.

    refusal: why it isn't proved; the step that has one is the last. done: what Lean made of the text. axioms:
    as in Verdict. replay_cpu_s: CPU seconds of the replayer. checks: what was found good, in order.
    """

    refusal: Refusal | None = None
    done: Elaboration | None = None
    axioms: tuple[str, ...] | None = None
    replay_cpu_s: float = 0.0
    checks: tuple[str, ...] = ()

    def refused(self, status: Status, reason: Reason, detail: str, *, sure: bool = True) -> Attempt:
        """With a refusal, which ends it."""
        return replace(self, refusal=Refusal(status, reason, detail, sure))

    def found_good(self, *lines: str) -> Attempt:
        """With more that was looked at and found good."""
        return replace(self, checks=(*self.checks, *lines))

    @property
    def sure(self) -> bool:
        """Whether there is evidence that its end is the text's own."""
        return self.refusal is None or self.refusal.sure

    @property
    def decided(self) -> bool:
        """Whether it ended otherwise than by a failure of ours."""
        return self.refusal is None or self.refusal.status is not Status.INFRASTRUCTURE

    @property
    def cpu_s(self) -> float:
        """CPU seconds of Lean and the replayer."""
        return (self.done.cpu_s if self.done else 0.0) + self.replay_cpu_s


async def read_text(
    text: str, assemble: Callable[[str], _Text], violations: Callable[[_Text], Sequence[Violation]]
) -> _Text | Refusal:
    """The first two steps, before anything is run or sent anywhere: the file for Lean, or why there is none.

    assemble: makes it, or raises NoCodeError or BadCandidateError. violations: what the policy has against
    it.
    """

    def read() -> _Text | Refusal:
        try:
            made = assemble(text)
        except NoCodeError as error:
            return Refusal(Status.REJECTED, Reason.NO_CODE, str(error))
        except BadCandidateError as error:
            return Refusal(Status.REJECTED, Reason.POLICY, str(error))
        if found := violations(made):
            first = found[0]
            # As Lean counts them: in the whole text.
            line = first.line + made.candidate_start_line - 1
            detail = f"line {line}: {first.text} ({first.rule})"
            return Refusal(Status.REJECTED, Reason.POLICY, detail)
        return made

    return await beside_the_loop(text, read)


async def beside_the_loop(text: str, look: Callable[[], _T]) -> _T:
    """What `look` finds in a text: in a thread for a text that would hold up the event loop."""
    return await asyncio.to_thread(look) if len(text) > LONG_CANDIDATE else look()


async def check(read: Assembled | Refusal, target: Target, tools: Tools, started: float) -> Verdict:
    """The verdict on what `read_text` gave; started: when that began, by the monotonic clock.

    An end that nothing shows to be the text's own is tried again alone, see evidence.py.
    """
    if isinstance(read, Refusal):
        return _verdict([Attempt(read)], tools, started)
    attempts = await _attempts(read, target, tools)
    return _verdict(attempts, tools, started, _passed(read, tools))


def refused_by_lean(text: Assembled, done: Elaboration, tools: Tools, started: float) -> Verdict | None:
    """The verdict that Lean's answer alone decides, as `check` would give it; None where it takes more."""
    seen = _judged(done, text, tools)
    return None if seen.refusal is None else _verdict([seen], tools, started, _passed(text, tools))


def _passed(text: Assembled, tools: Tools) -> str:
    return f"policy {tools.policy}: nothing forbidden in its text ({text.mode} mode)"


def _verdict(attempts: Sequence[Attempt], tools: Tools, started: float, *passed: str) -> Verdict:
    """The last attempt's verdict; all of them cost."""
    last = attempts[-1]
    found, done = last.refusal, last.done
    return Verdict(
        status=found.status if found else Status.PROVED,
        reason=found.reason if found else None,
        detail=found.detail if found else "",
        axioms=last.axioms,
        messages=done.messages if done else (),
        cpu_s=sum(attempt.cpu_s for attempt in attempts),
        wall_s=time.monotonic() - started,
        record=tools.record,
        checks=(*passed, *last.checks),
        elaborations=sum(attempt.done.tries for attempt in attempts if attempt.done),
    )


async def _attempts(text: Assembled, target: Target, tools: Tools) -> list[Attempt]:
    """One attempt, or several where it gave no evidence; the last one counts."""
    engine = _engine_for(text, tools)
    async with tools.turns.beside():
        made = [await _attempt(engine, text, target, tools)]
        if _needs_own_process(made[-1]):
            made.append(await _attempt(engine.apart, text, target, tools))
    if not made[-1].sure:
        async with tools.turns.alone():
            made += await _alone(engine.apart, text, target, tools)
    return made


def _engine_for(text: Assembled, tools: Tools) -> Engine:
    """An engine that shows no extension entries gets no text that strict rules don't pass."""
    engine = tools.engine
    if tools.policy != "strict" and engine.apart is not engine and check_policy(text, "strict"):
        return engine.apart
    return engine


def _needs_own_process(attempt: Attempt) -> bool:
    """Whether a text must be judged again in a process that no other text was in.

    In a shared one names that contain the module's are others (`private`, instances without a name), and an
    earlier text may have disturbed this one. So only a hole or an axiom is believed to be this text's.
    """
    done, found = attempt.done, attempt.refusal
    if done is None or done.entries or done.module is None:
        return False
    return found is not None and found.reason not in (Reason.INCOMPLETE, Reason.AXIOM)


async def _alone(engine: Engine, text: Assembled, target: Target, tools: Tools) -> list[Attempt]:
    """The attempts that follow on one without evidence, at least one: with no other text beside them."""
    doubts = tools.turns.doubts
    machine = Machine(tools.limits, on_disk=tools.record.sandbox == "none")
    started = time.monotonic()
    made: list[Attempt] = []
    for tried in range(doubts.tries()):
        # Nobody else is judged meanwhile.
        if tried and time.monotonic() - started > _ALONE * tools.limits.cpu_s:
            return made
        made.append(await _attempt(engine, text, target, tools))
        if made[-1].sure:
            doubts.slips += 1
            return made
        if short := machine.short():
            return [*made[:-1], _nothing_known(short, made[-1])]
        if not made[-1].decided:
            return made
        if fault := await _fault_of_ours(engine, target, tools):
            doubts.slips += 1
            return [*made[:-1], _nothing_known(fault, made[-1])]
    doubts.repeated += 1
    return made


def _nothing_known(why: str, attempt: Attempt) -> Attempt:
    ended = attempt.refusal.detail if attempt.refusal else ""
    detail = f"{why}, so nothing is known of a text that ended with: {ended}"
    return attempt.refused(Status.INFRASTRUCTURE, Reason.WORKER, detail)


async def _fault_of_ours(engine: Engine, target: Target, tools: Tools) -> str | None:
    try:
        return await fault_of_ours(target.sound_header(), engine, tools.replayer)
    except (OSError, MemoryError, RuntimeError, InfrastructureError) as error:
        return f"a text of our own fails as well: {describe(error)}"


async def _attempt(engine: Engine, text: Assembled, target: Target, tools: Tools) -> Attempt:
    """Every step behind the policy, up to the first refusal."""
    seen = Attempt()
    try:
        reference = await target.reference()
        seen = await _elaborated(engine, text, tools)
        if seen.refusal is None:
            seen = await _compared(seen, text, tools)
        if seen.refusal is None:
            seen = await _examined(seen, text, target, reference, tools)
        return seen
    except InfrastructureError as error:
        # What is wrong with the benchmark's own statement stays so.
        sure = isinstance(error, StatementError)
        return seen.refused(Status.INFRASTRUCTURE, Reason.LEAN, str(error), sure=sure)
    except (OSError, MemoryError, RuntimeError) as error:
        # A thread that can't be started is a RuntimeError.
        detail = f"our side ran short: {describe(error)}"
        return seen.refused(Status.INFRASTRUCTURE, Reason.WORKER, detail, sure=False)


async def _elaborated(engine: Engine, text: Assembled, tools: Tools) -> Attempt:
    """Lean elaborates the text, and what its answer decides alone is decided."""
    return _judged(await engine.elaborate(text.text, tools.limits), text, tools)


def _judged(done: Elaboration, text: Assembled, tools: Tools) -> Attempt:
    if tools.first_error:
        done = replace(done, messages=up_to_first_error(done.messages))
    seen = Attempt(done=done)
    found = judge(done, tools.limits)
    if found is None:
        return seen.found_good("Lean elaborated it without an error")
    if error_in_header(done, leading_header(text.text)):
        found = found._replace(sure=False)
    return replace(seen, refusal=found)


async def _compared(seen: Attempt, text: Assembled, tools: Tools) -> Attempt:
    """What Lean's parser saw is what the policy saw, where the engine tells."""
    commands = seen.done.commands if seen.done else None
    if commands is None or tools.policy != "strict":
        return seen
    if _header_changes_syntax(text):
        return seen.found_good("commands: not compared, since the problem's header defines syntax")
    unseen = await beside_the_loop(text.text, partial(difference, text, commands))
    if unseen is not None:
        return seen.refused(Status.REJECTED, Reason.POLICY, unseen)
    return seen.found_good(f"commands: Lean's parser found the same {len(commands.found)}")


async def _examined(
    seen: Attempt, text: Assembled, target: Target, reference: Reference | None, tools: Tools
) -> Attempt:
    """The module is read for the audit and replayed in one go; the audit decides first."""
    done = seen.done
    module = (done.module if done else None) or b""
    depth: Depth = "constants" if done is not None and not done.entries else tools.policy
    try:
        question, header = await target.question(module, reference, depth)
        examined = await tools.replayer.examine(module, question, tools.limits)
        seen = replace(seen, replay_cpu_s=examined.replay.cpu_s if examined.replay else 0.0)
        facts = examined.facts
        audited = None if facts is None else await ask(partial(decide, facts), header)
    except (DataError, InfrastructureError) as error:
        return _unread(seen, error)
    if audited is None:
        found = examined.replay and refusal_of(examined.replay, tools.limits)
        unread = Refusal(Status.INFRASTRUCTURE, Reason.AUDIT, "the audit didn't end", sure=False)
        return replace(seen, refusal=found or unread)
    seen = await _audited(seen, text, audited)
    return seen if seen.refusal else _replayed(seen, examined.replay, tools.limits)


def _unread(seen: Attempt, error: DataError | InfrastructureError) -> Attempt:
    """The module, or what it is compared with, can't be read."""
    if isinstance(error, OleanError) and error.file == CANDIDATE:
        # Or it wasn't written whole.
        detail = f"the compiled module is damaged or forged: {error}"
        return seen.refused(Status.REJECTED, Reason.POLICY, detail, sure=False)
    return seen.refused(Status.INFRASTRUCTURE, Reason.AUDIT, str(error), sure=False)


async def _audited(seen: Attempt, text: Assembled, audited: AuditOutcome) -> Attempt:
    """What the audit decided, and whether Lean declared something where the policy saw no code."""
    seen = replace(seen, axioms=audited.axioms).found_good(*(f"audit: {line}" for line in audited.checks))
    if audited.refusal is not None:
        return replace(seen, refusal=audited.refusal)
    if not audited.begins or _header_changes_syntax(text):
        return seen
    unseen = await beside_the_loop(text.text, partial(hidden_declaration, text.text, audited.begins))
    return seen.refused(Status.REJECTED, Reason.POLICY, unseen) if unseen else seen


def _replayed(seen: Attempt, outcome: ReplayOutcome | None, limits: Limits) -> Attempt:
    if outcome is None:
        return seen.found_good("replay: none")
    if found := refusal_of(outcome, limits):
        return replace(seen, refusal=found)
    return seen.found_good(f"replay: a clean kernel accepts all {outcome.constants} declarations")


def _header_changes_syntax(text: Assembled) -> bool:
    """Whether only Lean can tell what follows the benchmark's own text."""
    return changes_syntax(text.text[: len(text.text) - len(text.candidate)])
