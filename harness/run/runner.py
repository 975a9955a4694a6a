"""Carry out a plan: generation and checking overlap, with a bounded number of attempts under way."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.backends.base import Generation, Request, Sample
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import BackendError, StoreError, UsageError, first_of
from harness.run._asker import Asker
from harness.run._attempts import TOO_LONG, State, next_slot, state_of
from harness.run._judge import Judge
from harness.run._schedule import InOrder, Interleaved, Job, Schedule
from harness.run._watch import LOOK_S, Watch
from harness.run.plan import RunPlan, attempt_seed
from harness.run.progress import Progress

if TYPE_CHECKING:
    from harness.checker.protocol import AnyChecker
    from harness.problem import Problem
    from harness.run.asking import Asking
    from harness.run.store import RunStore
    from harness.run.summary import RunSummary

__all__ = ["INTERRUPTED", "AtOnce", "run"]

FLUSH_S = 0.2
INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class AtOnce:
    """How much of a run may be under way at once.

    checkers: checks. connections: requests, each for `Asking.samples_per_request` samples of one problem (one
    under early stop). together: samples of a problem that are drawn after each other, for a checker that
    takes them together. window: generated candidates that may wait for a checker, None for four times the
    checkers; when they do, the model isn't asked for more.
    """

    checkers: int
    connections: int
    together: int = 1
    window: int | None = None

    def __post_init__(self) -> None:
        window = 1 if self.window is None else self.window
        if min(self.checkers, self.connections, self.together, window) < 1:
            raise UsageError("give at least 1 for --max-checkers, --max-connections, together and the window")


async def run(
    plan: RunPlan,
    store: RunStore,
    asking: Asking,
    checker: AnyChecker,
    at_once: AtOnce,
    *,
    progress: Progress | None = None,
    stop: asyncio.Event | None = None,
    retry_delay_s: float = 0.5,
) -> RunSummary:
    """Draw and check what the plan asks for and the store doesn't have; return what the run found in all.

    store: opened with the same plan; stays open, as the backend of `asking` does.
    stop: when it is set, running checks are cancelled and the run ends, to be gone on with later.

    A sample that the backend failed to give is tried twice more, and an infrastructure verdict as
    harness.checker.retry says, after `retry_delay_s` and twice that, then recorded; the run ends incomplete
    and the next call tries again.
    A repair round whose prompt is longer than the model can take ends its sample, which was not proved.
    What is waited for longer than a moment is reported to `progress`.
    The summary's `stopped` says why the run ended early: the model as a whole was gone (what it had given
    is still checked), the store couldn't be written, or `stop` was set.

    Raises UsageError for a plan with repair rounds and a model that takes no prompts, StoreError when the
    store can't even be read; what no error of ours stands for (a bug) as it is.
    """
    if plan.rounds and asking.repair is None:
        raise UsageError("repair rounds need a model that takes prompts: leave --rounds out for this one")
    runner = _Runner(plan, store, asking, checker, at_once, progress or Progress(), retry_delay_s)
    return await runner.carry_out(stop or asyncio.Event())


@dataclass(frozen=True, slots=True)
class _Made:
    """One generation: the problem's number, the round, and the prompt that it answers."""

    number: int
    round: int
    generation: Generation
    prompt: str | None


class _Runner:
    """One call of `run`."""

    def __init__(
        self,
        plan: RunPlan,
        store: RunStore,
        asking: Asking,
        checker: AnyChecker,
        at_once: AtOnce,
        progress: Progress,
        retry_delay_s: float,
    ) -> None:
        self._plan, self._store, self._asking, self._progress = plan, store, asking, progress
        self._asker = Asker(asking.backend, retry_delay_s)
        self._judge = Judge(checker, asking.extract, retry_delay_s)
        self._width = plan.rounds + 1
        done = store.done()
        self._states = [done[problem.name].states for problem in plan.problems]
        self._solved = [State.PROVED in states for states in self._states]
        self._groups = plan.numbered_groups()
        self._group_of = {number: group for group in self._groups for number in group}
        attempts = plan.n * len(plan.problems)
        self._checkers = min(at_once.checkers, attempts)
        self._connections = min(at_once.connections, attempts)
        window = at_once.window or 4 * at_once.checkers
        self._queue: asyncio.Queue[tuple[int, int, str] | None] = asyncio.Queue(window)
        self._schedule: Schedule = (
            InOrder(self._states, plan.n, plan.rounds, self._groups)
            if plan.early_stop
            else Interleaved(self._states, plan.n, asking.samples_per_request, plan.rounds, at_once.together)
        )
        self._loop = asyncio.get_running_loop()
        self._flush_timer: asyncio.TimerHandle | None = None
        self._draw_timer: asyncio.TimerHandle | None = None
        self._look_timer: asyncio.TimerHandle | None = None
        self._watch = Watch([*self._asker.parties, *self._judge.parties], progress.tell)
        self._work_task: asyncio.Task[None] | None = None
        self._stopped: str | None = None

    async def carry_out(self, stop: asyncio.Event) -> RunSummary:
        """Work until all is done, `stop` is set, or something breaks; nothing is left running."""
        self._start_progress()
        try:
            if stop.is_set():
                self._stopped = INTERRUPTED
            else:
                await self._until(stop)
        finally:
            for timer in filter(None, (self._flush_timer, self._draw_timer, self._look_timer)):
                timer.cancel()
            self._progress.finish()
            try:
                self._store.flush()
            except StoreError as error:
                self._stopped = str(error)
        return replace(self._store.summary(), stopped=self._stopped)

    async def _until(self, stop: asyncio.Event) -> None:
        self._work_task = asyncio.create_task(self._work())
        stopper = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait((self._work_task, stopper), return_when=asyncio.FIRST_COMPLETED)
            if not self._work_task.done():
                self._stopped = INTERRUPTED
        finally:
            self._work_task.cancel()
            stopper.cancel()
            (result, _) = await asyncio.gather(self._work_task, stopper, return_exceptions=True)
        if isinstance(result, BaseExceptionGroup):
            broken, bugs = result.split(StoreError)
            if bugs is not None:
                raise bugs
            if broken is not None:
                self._stopped = str(first_of(broken))
        elif isinstance(result, BaseException) and not isinstance(result, asyncio.CancelledError):
            raise result

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as checking:
            for _ in range(self._checkers):
                checking.create_task(self._check_loop())
            try:
                async with asyncio.TaskGroup() as generating:
                    generating.create_task(self._recheck_loop())
                    for _ in range(self._connections):
                        generating.create_task(self._generate_loop())
            except* BackendError as errors:
                self._stopped = str(first_of(errors))
            for _ in range(self._checkers):
                await self._queue.put(None)

    async def _recheck_loop(self) -> None:
        for job in self._schedule.leftovers():
            await self._readmit(job)

    async def _generate_loop(self) -> None:
        while (job := await self._schedule.take()) is not None:
            if job.stored:
                await self._readmit(job)
            else:
                await self._request(job)

    async def _readmit(self, job: Job) -> None:
        """Take attempts whose text an earlier call stored."""
        problem = self._plan.problems[job.number]
        for index in job.indices:
            row = self._store.attempt(problem.name, index)
            if row is None:
                raise StoreError(f"attempt {index} of {problem.name} is gone: give the command again")
            candidate = row.proof()
            if candidate is None:
                await self._admit(_Made(job.number, row.round, row.generation(), row.prompt()))
            else:
                await self._queue.put((job.number, index, candidate))

    async def _request(self, job: Job) -> None:
        """Ask for the samples of a job, and record those that fail for good."""
        problem = self._plan.problems[job.number]
        round_ = job.indices[0] % self._width
        prompt = self._prompt_for(problem, job.indices[0])
        samples = tuple(
            Sample(number, attempt_seed(self._plan.seed, problem.name, number, round_))
            for number in (index // self._width for index in job.indices)
        )
        request = Request(problem, samples, self._plan.sampling, prompt, round_)
        async with aclosing(self._asker.ask(request)) as answers:
            async for generation in answers:
                made = _Made(job.number, round_, generation, prompt)
                if generation.error is None:
                    await self._admit(made)
                    continue
                if generation.too_long and round_:
                    # There is no such attempt: its sample ends with what it was before.
                    last = replace(generation, exhausted=True, finish_reason=TOO_LONG)
                    self._put(replace(made, generation=last), ended=State.EXHAUSTED)
                    continue
                verdict = Verdict(Status.INFRASTRUCTURE, Reason.BACKEND, generation.error)
                self._put(made, verdict=verdict, ended=State.MISSING)

    def _prompt_for(self, problem: Problem, index: int) -> str | None:
        round_ = index % self._width
        prompt, repair = self._asking.prompt, self._asking.repair
        if round_ == 0 or repair is None:
            return None if prompt is None else prompt(problem)
        rows = [self._store.attempt(problem.name, earlier) for earlier in range(index - round_, index)]
        return repair(problem, [row for row in rows if row is not None])

    async def _admit(self, made: _Made) -> None:
        """Store a generation, and queue its candidate if it has one that is to be checked."""
        generation = made.generation
        if generation.exhausted:
            self._put(made, ended=State.EXHAUSTED)
            return
        candidate, verdict = self._judge.candidate(self._plan.problems[made.number], generation)
        self._put(made, candidate, verdict, None if verdict is None else state_of(verdict))
        if candidate is not None:
            await self._queue.put((made.number, self._index(made), candidate))

    def _put(
        self,
        made: _Made,
        candidate: str | None = None,
        verdict: Verdict | None = None,
        ended: State | None = None,
    ) -> None:
        """Store the first step of an attempt; `ended`: its state where no second one follows."""
        self._store.put_generated(
            self._plan.problems[made.number].name,
            made.generation,
            candidate,
            prompt=made.prompt,
            verdict=verdict,
            round_=made.round,
        )
        self._flush_soon()
        if ended is not None:
            self._ended(made.number, self._index(made), ended)

    def _index(self, made: _Made) -> int:
        """The attempt's index among its problem's."""
        return made.generation.index * self._width + made.round

    async def _check_loop(self) -> None:
        while (item := await self._queue.get()) is not None:
            number, index, candidate = item
            problem = self._plan.problems[number]
            verdict = await self._judge.verdict(problem, candidate)
            self._store.put_verdict(problem.name, index, verdict)
            self._schedule.spent(number, verdict.cpu_s)
            self._flush_soon()
            self._ended(number, index, state_of(verdict))

    def _ended(self, number: int, index: int, state: State) -> None:
        """Account for an attempt that this call is through with."""
        first_proof = state is State.PROVED and not self._solved[number]
        if first_proof:
            group = self._group_of[number]
            if self._plan.early_stop and not any(self._solved[member] for member in group):
                self._progress.shrink(len(group) * (self._plan.n - index // self._width - 1))
            self._solved[number] = True
        if self._schedule.settle(number, index, state):
            self._progress.shrink(-1)
        self._progress.advance(solved=first_proof)

    def _start_progress(self) -> None:
        total = done = 0
        for group in self._groups:
            for sample in range(self._plan.n):
                proved = False
                for states in (self._states[number] for number in group):
                    made = states[sample * self._width : (sample + 1) * self._width]
                    settled = sum(state >= State.EXHAUSTED for state in made)
                    done += settled
                    total += settled + (next_slot(states, sample, self._width) is not None)
                    proved |= State.PROVED in made
                if self._plan.early_stop and proved:
                    break
        self._progress.start(total, done, len(self._states), sum(self._solved))
        self._draw_later()
        self._look_later()

    def _look_later(self) -> None:
        self._look_timer = self._loop.call_later(LOOK_S, self._look)

    def _look(self) -> None:
        self._watch.look()
        self._look_later()

    def _draw_later(self) -> None:
        if self._progress.interval_s is not None:
            self._draw_timer = self._loop.call_later(self._progress.interval_s, self._draw)

    def _draw(self) -> None:
        self._progress.draw()
        self._draw_later()

    def _flush_soon(self) -> None:
        if self._flush_timer is None:
            self._flush_timer = self._loop.call_later(FLUSH_S, self._flush)

    def _flush(self) -> None:
        self._flush_timer = None
        try:
            self._store.flush()
        except StoreError as error:
            self._stopped = str(error)
            if self._work_task is not None:
                self._work_task.cancel()
