"""A checker before the checker: what waits for the same statement is elaborated together first."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from harness.checker.check import refused_by_lean
from harness.checker.checker import Checker
from harness.checker.engines import Elaboration
from harness.checker.prefilter._pilot import TOGETHER, Pilot, joint_cpu_s
from harness.checker.prefilter._text import Fitting, fitting, joint_text, parts_of
from harness.checker.record import CheckRecord
from harness.checker.verdict import Reason, Refusal, Verdict
from harness.errors import InfrastructureError
from harness.lean.source import Assembled
from harness.problem import Problem

PrefilterMode = Literal["off", "auto", "on"]
_REMEMBERED: Final = 4096


@dataclass(slots=True, eq=False)
class _Batch:
    """Candidates that are elaborated together. task: that, while it runs. left: how many are still wanted."""

    task: asyncio.Task[Elaboration] | None = None
    left: int = 0


@dataclass(slots=True, eq=False)
class _Waiting:
    """A candidate that waits. told: what was found out of it together. batch: where it is, once taken."""

    fitting: Fitting
    started: float
    told: asyncio.Future[_Told]
    batch: _Batch | None = None


@dataclass(frozen=True, slots=True)
class _Told:
    """verdict: None where a whole check is needed. cpu_s, tries: what finding that out has cost."""

    verdict: Verdict | None = None
    cpu_s: float = 0.0
    tries: int = 0


@dataclass(slots=True)
class _Group:
    """All that wait for one statement."""

    problem: Problem
    waiting: list[_Waiting] = field(default_factory=list)


class PrefilterChecker:
    """A checker that rejects together what fails together, and has `checker` judge the rest one by one.

    checker: whose verdicts these are; it is closed with this one. jobs: how many checks and texts of many are
    under way at once; the rest waits. A free place takes the statement that has waited longest, with all its
    candidates that wait then: nobody waits for others to come. mode: `auto` puts candidates together while
    that costs less than it spares, `on` always.
    It can only reject: by an error of Lean within the candidate's own lines, with the verdict of a whole
    check, whose record says `prefiltered`. It is for one event loop.
    """

    def __init__(self, checker: Checker, jobs: int, mode: PrefilterMode) -> None:
        self._checker, self._jobs = checker, jobs
        self._engine = checker.engine.to_the_end
        self._pilot = Pilot(always=mode == "on")
        self._places = asyncio.Semaphore(jobs)
        self._groups: dict[tuple[str, str, str], _Group] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._closed = False
        # Texts for a check alone: they were beside others already, which cost that, or came to no verdict.
        self._apart: OrderedDict[int, _Told] = OrderedDict()

    @property
    def record(self) -> CheckRecord:
        """What every verdict depends on: nothing more than the checker's own."""
        return self._checker.record

    @property
    def first_error(self) -> bool:
        """Whether verdicts have Lean's messages up to the first error alone."""
        return self._checker.first_error

    async def check_headers(self, headers: Iterable[str]) -> None:
        """See AnyChecker.check_headers."""
        await self._checker.check_headers(headers)

    async def close(self) -> None:
        """End what is under way, and the checker."""
        self._closed = True
        workers = list(self._workers)
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        await self._checker.close()

    async def failing(self, problem: Problem, candidates: Sequence[str]) -> list[Verdict | None]:
        """The verdicts on those candidates of a problem that fail together; None for what is to be checked.

        As one text: for who takes turns himself. What is None here `check` has elaborated alone.
        """
        started = time.monotonic()
        found: list[Verdict | None] = [None] * len(candidates)
        taken: dict[int, _Waiting] = {}
        for at, candidate in enumerate(candidates[:TOGETHER]):
            read = await self._checker.read(problem, candidate)
            fits = self._fitting(problem, read)
            if fits is not None:
                taken[at] = _Waiting(fits, started, asyncio.get_running_loop().create_future())
        if len(taken) > 1 and self._pilot.together():
            async with self._places:
                told = await self._elaborated(problem, list(taken.values()))
            for (at, waiting), each in zip(taken.items(), told, strict=True):
                found[at] = each.verdict
                if each.verdict is None:
                    self._remember(waiting.fitting.read, each)
        return found

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """See AnyChecker.check."""
        started = time.monotonic()
        read = await self._checker.read(problem, candidate)
        if (fits := self._fitting(problem, read)) is not None:
            told = await self._beside_others(problem, fits, started)
        else:
            told = self._cost_before(read)
        if told.verdict is not None:
            return told.verdict
        async with self._places:
            verdict = await self._checker.check_read(problem, read, started)
        if verdict.reason is Reason.LEAN_ERROR:
            self._pilot.saw_alone(verdict.cpu_s)
        elif not verdict.decided and isinstance(read, Assembled):
            self._remember(read, _Told())
        return replace(
            verdict, cpu_s=verdict.cpu_s + told.cpu_s, elaborations=verdict.elaborations + told.tries
        )

    def _fitting(self, problem: Problem, read: Assembled | Refusal) -> Fitting | None:
        if isinstance(read, Refusal) or hash(read.text) in self._apart:
            return None
        return fitting(problem, read, self._checker.settings.policy)

    def _cost_before(self, read: Assembled | Refusal) -> _Told:
        """What being beside others has cost a text that is for a check alone; it is told once."""
        key = None if isinstance(read, Refusal) else hash(read.text)
        if key is None or key not in self._apart:
            return _Told()
        told, self._apart[key] = self._apart[key], _Told()
        return told

    def _remember(self, read: Assembled, told: _Told) -> None:
        self._apart[hash(read.text)] = told
        if len(self._apart) > _REMEMBERED:
            self._apart.popitem(last=False)

    async def _beside_others(self, problem: Problem, fits: Fitting, started: float) -> _Told:
        """What is found out of the candidate together with others that wait by then."""
        key = problem.name, problem.header, problem.formal_statement
        waiting = _Waiting(fits, started, asyncio.get_running_loop().create_future())
        self._groups.setdefault(key, _Group(problem)).waiting.append(waiting)
        self._have_worker()
        try:
            return await waiting.told
        except asyncio.CancelledError:
            await self._give_up(key, waiting)
            raise

    async def _give_up(self, key: tuple[str, str, str], waiting: _Waiting) -> None:
        """Whoever asked doesn't want it any more; the last one of a text ends it."""
        group, batch = self._groups.get(key), waiting.batch
        if batch is None:
            if group is not None and waiting in group.waiting:
                group.waiting.remove(waiting)
                if not group.waiting:
                    del self._groups[key]
            return
        batch.left -= 1
        if batch.left == 0 and batch.task is not None:
            batch.task.cancel()
            await asyncio.wait([batch.task])

    def _have_worker(self) -> None:
        if self._groups and len(self._workers) < self._jobs and not self._closed:
            self._workers.add(asyncio.create_task(self._work()))

    async def _work(self) -> None:
        try:
            while self._groups:
                async with self._places:
                    await self._take()
        finally:
            # At once: whoever comes next counts on those that are left.
            task = asyncio.current_task()
            if task is not None:
                self._workers.discard(task)
            self._have_worker()

    async def _take(self) -> None:
        """Find out what can be of the statement that has waited longest."""
        if not self._groups:
            return
        key = min(self._groups, key=lambda each: self._groups[each].waiting[0].started)
        group = self._groups[key]
        taken, group.waiting = group.waiting[: self._pilot.size], group.waiting[self._pilot.size :]
        if not group.waiting:
            del self._groups[key]
        told: Sequence[_Told] = [_Told()] * len(taken)
        try:
            if len(taken) > 1 and self._pilot.together():
                told = await self._elaborated(group.problem, taken)
        finally:
            for each, found in zip(taken, told, strict=True):
                if not each.told.done():
                    each.told.set_result(found)

    async def _elaborated(self, problem: Problem, taken: Sequence[_Waiting]) -> Sequence[_Told]:
        checker, candidates = self._checker, [each.fitting for each in taken]
        joint = joint_text(problem, candidates)
        tools = checker.tools(checker.settings.limits, replace(checker.record, prefiltered=True))
        batch = _Batch(left=len(taken))
        for each in taken:
            each.batch = batch
        try:
            await checker.references.get(problem)
            async with tools.turns.beside():
                limits = replace(tools.limits, cpu_s=joint_cpu_s(tools.limits))
                batch.task = asyncio.create_task(self._engine.elaborate(joint.text, limits))
                done = await _result(batch.task)
        except (InfrastructureError, OSError, MemoryError, RuntimeError):
            # The whole checks say what is wrong.
            return [_Told()] * len(taken)
        if done is None:
            return [_Told()] * len(taken)
        answers = parts_of(done, joint, candidates)
        verdicts = [
            None if answer is None else refused_by_lean(each.fitting.read, answer, tools, each.started)
            for each, answer in zip(taken, answers, strict=True)
        ]
        decided = sum(verdict is not None for verdict in verdicts)
        ended = done.stopped is None and done.failure is None and done.code in (0, 1)
        self._pilot.saw_together(done.cpu_s, len(taken), decided, ended=ended)
        return [_Told(verdict, done.cpu_s / len(taken), done.tries) for verdict in verdicts]


async def _result(task: asyncio.Task[Elaboration]) -> Elaboration | None:
    """What the task gives; None where nobody waits for it any more. It ends with whoever waits here."""
    try:
        await asyncio.wait([task])
    finally:
        if not task.done():
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    return None if task.cancelled() else task.result()
