"""Carry out a plan: generation and checking overlap, with a bounded number of attempts under way."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TYPE_CHECKING, Protocol

from harness.backends.base import Generation, Request, Sample
from harness.checker.verdict import Reason, Status, Verdict
from harness.errors import (
    BackendError,
    LeanUnavailableError,
    SandboxUnavailableError,
    StoreError,
    UsageError,
)
from harness.run._attempts import State
from harness.run._schedule import InOrder, Interleaved, Job, Schedule
from harness.run.plan import RunPlan, attempt_seed
from harness.run.progress import Progress

if TYPE_CHECKING:
    from harness.backends.base import Backend
    from harness.bench import Problem
    from harness.run.store import RunStore
    from harness.run.summary import RunSummary

FLUSH_S = 0.2
RETRIES = 2
INTERRUPTED = "interrupted"


class Checker(Protocol):
    """Judges candidates. `check` is called from several tasks at once."""

    async def check(self, problem: Problem, candidate: str) -> Verdict:
        """The verdict; infrastructure for what is our fault. A cancelled check leaves nothing running."""
        ...


Extract = Callable[["Problem", Generation], str | None]


async def run(
    plan: RunPlan,
    backend: Backend,
    checker: Checker,
    store: RunStore,
    *,
    max_checkers: int,
    max_connections: int,
    extract: Extract,
    progress: Progress | None = None,
    stop: asyncio.Event | None = None,
    prompt: Callable[[Problem], str | None] | None = None,
    samples_per_request: int = 1,
    window: int | None = None,
    retry_delay_s: float = 0.5,
) -> RunSummary:
    """Draw and check what the plan asks for and the store doesn't have; return what the run found in all.

    store: opened with the same plan; stays open. backend: stays open.
    max_checkers: checks at once. max_connections: requests at once, each for `samples_per_request` samples
    of one problem (one under early stop). window: generated candidates that may wait for a checker, four
    times max_checkers by default; when they do, the model isn't asked for more.
    extract: the candidate in a generation, None when there is none; not asked when the backend names it.
    prompt: the prompt for a problem, None for a backend that reads the problem itself.
    stop: when it is set, running checks are cancelled and the run ends, to be gone on with later.

    An infrastructure verdict, and a sample that the backend failed to give, is tried twice more after
    `retry_delay_s` and twice that, then recorded; the run ends incomplete and the next call tries again.
    The summary's `stopped` says why the run ended early: the model as a whole was gone (what it had given
    is still checked), the store couldn't be written, or `stop` was set.

    Raises StoreError when the store can't even be read; what no error of ours stands for (a bug) as it is.
    """
    if min(max_checkers, max_connections, samples_per_request, 1 if window is None else window) < 1:
        raise UsageError(
            "give at least 1 for --max-checkers, --max-connections, samples per request and window"
        )
    runner = _Runner(plan, backend, checker, store, extract, progress or Progress(), prompt, retry_delay_s)
    runner.limit(max_checkers, max_connections, samples_per_request, window or 4 * max_checkers)
    return await runner.carry_out(stop or asyncio.Event())


class _Runner:
    """One call of `run`."""

    def __init__(
        self,
        plan: RunPlan,
        backend: Backend,
        checker: Checker,
        store: RunStore,
        extract: Extract,
        progress: Progress,
        prompt: Callable[[Problem], str | None] | None,
        retry_delay_s: float,
    ) -> None:
        self._plan, self._backend, self._checker, self._store = plan, backend, checker, store
        self._extract, self._progress, self._prompt = extract, progress, prompt
        self._retry_delay_s = retry_delay_s
        done = store.done()
        self._states = [done[problem.name].states for problem in plan.problems]
        self._solved = [State.PROVED in states for states in self._states]
        self._loop = asyncio.get_running_loop()
        self._flush_timer: asyncio.TimerHandle | None = None
        self._draw_timer: asyncio.TimerHandle | None = None
        self._work_task: asyncio.Task[None] | None = None
        self._stopped: str | None = None

    def limit(self, checkers: int, connections: int, samples_per_request: int, window: int) -> None:
        """Set how much may be under way at once."""
        attempts = self._plan.n * len(self._plan.problems)
        self._checkers, self._connections = min(checkers, attempts), min(connections, attempts)
        self._queue: asyncio.Queue[tuple[int, int, str] | None] = asyncio.Queue(window)
        self._schedule: Schedule = (
            InOrder(self._states, self._plan.n)
            if self._plan.early_stop
            else Interleaved(self._states, self._plan.n, samples_per_request)
        )

    async def carry_out(self, stop: asyncio.Event) -> RunSummary:
        """Work until all is done, `stop` is set, or something breaks; nothing is left running."""
        self._start_progress()
        try:
            if stop.is_set():
                self._stopped = INTERRUPTED
            else:
                await self._until(stop)
        finally:
            for timer in (self._flush_timer, self._draw_timer):
                if timer is not None:
                    timer.cancel()
            self._progress.finish()
            try:
                self._store.flush()
            except StoreError as error:
                self._stopped = str(error)
        return dataclasses.replace(self._store.summary(), stopped=self._stopped)

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
                self._stopped = str(_first(broken))
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
                self._stopped = str(_first(errors))
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
                await self._admit(job.number, row.generation(), row.prompt())
            else:
                await self._queue.put((job.number, index, candidate))

    async def _request(self, job: Job) -> None:
        """Ask for the samples of a job; ask again for those that failed; record what fails for good."""
        problem = self._plan.problems[job.number]
        prompt = None if self._prompt is None else self._prompt(problem)
        seed = self._plan.seed
        wanted = {index: Sample(index, attempt_seed(seed, problem.name, index)) for index in job.indices}
        failed: dict[int, Generation] = {}
        for attempt in range(RETRIES + 1):
            if attempt:
                await asyncio.sleep(self._retry_delay_s * attempt)
            failed = {}
            request = Request(problem, tuple(wanted.values()), self._plan.sampling, prompt)
            async with contextlib.aclosing(self._answers(request)) as answers:
                async for generation in answers:
                    if generation.error is None:
                        del wanted[generation.index]
                        await self._admit(job.number, generation, prompt)
                    else:
                        failed[generation.index] = generation
            if not wanted:
                return
        for index, generation in failed.items():
            verdict = Verdict(Status.INFRASTRUCTURE, Reason.BACKEND, generation.error or "")
            self._store.put_generated(problem.name, generation, None, prompt=prompt, verdict=verdict)
            self._ended(job.number, index, State.MISSING)
        self._flush_soon()

    async def _answers(self, request: Request) -> AsyncGenerator[Generation, None]:
        """One Generation for each sample of the request, whatever the backend does but for BackendError."""
        name = request.problem.name
        waiting = {sample.index: sample for sample in request.samples}
        trouble = "the backend gave no answer for this sample"
        stream: AsyncIterator[Generation] | None = None
        try:
            while True:
                try:
                    stream = stream or aiter(self._backend.generate(request))
                    generation = await anext(stream)
                except StopAsyncIteration:
                    break
                except BackendError:
                    raise
                except (Exception, asyncio.CancelledError) as error:
                    if _cancelled(error):
                        raise
                    trouble = f"the backend failed: {_told(error)}"
                    break
                sample = waiting.pop(generation.index, None)
                if sample is None:
                    raise BackendError(
                        f"the backend answered for sample {generation.index} of {name}, which it wasn't "
                        "asked for or had answered: mend the backend"
                    )
                if generation.seed != sample.seed:
                    generation = dataclasses.replace(generation, seed=sample.seed)
                yield generation
        finally:
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()
        for sample in waiting.values():
            yield Generation(sample.index, sample.seed, "", error=trouble)

    async def _admit(self, number: int, generation: Generation, prompt: str | None) -> None:
        """Store a generation, and queue its candidate if it has one that is to be checked."""
        problem = self._plan.problems[number]
        candidate: str | None = None
        verdict: Verdict | None = None
        state = State.EXHAUSTED
        if not generation.exhausted:
            candidate, verdict = self._candidate(problem, generation)
            state = State.FAILED if verdict is not None and verdict.decided else State.GENERATED
        self._store.put_generated(problem.name, generation, candidate, prompt=prompt, verdict=verdict)
        self._flush_soon()
        if candidate is None:
            self._ended(number, generation.index, state)
        else:
            await self._queue.put((number, generation.index, candidate))

    def _candidate(self, problem: Problem, generation: Generation) -> tuple[str | None, Verdict | None]:
        if generation.proof is not None:
            return generation.proof, None
        try:
            candidate = self._extract(problem, generation)
        except Exception as error:  # noqa: BLE001  one text must not end the run
            return None, Verdict(Status.INFRASTRUCTURE, Reason.WORKER, f"extraction failed: {_told(error)}")
        if candidate is None:
            return None, Verdict(Status.REJECTED, Reason.NO_CODE, "the model's text has no proof in it")
        return candidate, None

    async def _check_loop(self) -> None:
        while (item := await self._queue.get()) is not None:
            number, index, candidate = item
            problem = self._plan.problems[number]
            verdict = await self._verdict(problem, candidate)
            self._store.put_verdict(problem.name, index, verdict)
            self._flush_soon()
            state = State.FAILED if verdict.decided else State.GENERATED
            self._ended(number, index, State.PROVED if verdict.proved else state)

    async def _verdict(self, problem: Problem, candidate: str) -> Verdict:
        verdict = await self._check(problem, candidate)
        for retry in range(RETRIES):
            if verdict.decided:
                break
            await asyncio.sleep(self._retry_delay_s * (retry + 1))
            verdict = await self._check(problem, candidate)
        return verdict

    async def _check(self, problem: Problem, candidate: str) -> Verdict:
        try:
            return await self._checker.check(problem, candidate)
        except (Exception, asyncio.CancelledError) as error:
            if _cancelled(error):
                raise
            return Verdict(Status.INFRASTRUCTURE, _reason(error), f"the checker failed: {_told(error)}")

    def _ended(self, number: int, index: int, state: State) -> None:
        """Account for an attempt that this call is through with."""
        first_proof = state is State.PROVED and not self._solved[number]
        if first_proof:
            self._solved[number] = True
            if self._plan.early_stop:
                self._progress.shrink(self._plan.n - index - 1)
        self._progress.advance(solved=first_proof)
        self._schedule.settle(number, index, state)

    def _start_progress(self) -> None:
        total = done = 0
        for states, solved in zip(self._states, self._solved, strict=True):
            needed = states[: states.index(State.PROVED) + 1] if solved and self._plan.early_stop else states
            total += len(needed)
            done += sum(state >= State.EXHAUSTED for state in needed)
        self._progress.start(total, done, len(self._states), sum(self._solved))
        self._draw_later()

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


def _cancelled(error: BaseException) -> bool:
    """Whether this task was told to end; a stray CancelledError from a plugin's own task must not end it."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling() > 0


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _reason(error: BaseException) -> Reason:
    if isinstance(error, LeanUnavailableError):
        return Reason.LEAN
    if isinstance(error, SandboxUnavailableError):
        return Reason.SANDBOX
    return Reason.DISK if isinstance(error, StoreError) else Reason.WORKER
