"""Which attempt comes next: problems interleaved, or groups of them in strict order under early stop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.run._attempts import State, next_slot


@dataclass(frozen=True, slots=True)
class Job:
    """Attempts of one problem to be made together.

    number: the problem's place in the plan. indices: all of the same round. stored: their texts are in the
    store and wait to be checked.
    """

    number: int
    indices: tuple[int, ...]
    stored: bool = False


class Schedule(Protocol):
    """Jobs for the runner; `states[number][index]` is a State as the store has it at the start.

    rounds: a sample that FAILED is followed by another attempt, up to so many times.
    """

    def leftovers(self) -> Iterator[Job]:
        """Stored attempts that can be checked beside everything else."""
        ...

    async def take(self) -> Job | None:
        """The next job; None for ever once there is none left."""
        ...

    def settle(self, number: int, index: int, state: State) -> bool:
        """Tell how an attempt ended; MISSING or GENERATED when it stays without a verdict.

        True when a repair round of the same sample follows.
        """
        ...

    def spent(self, number: int, cpu_s: float) -> None:
        """Tell what a check of this problem cost Lean."""
        ...


class Interleaved:
    """Every attempt: sample 0 of all problems, then sample 1, and so on, `step` samples to a job.

    together: so many samples of a problem come after each other instead, in jobs of `step`.
    Each time the problems that cost most so far go first, so that at the end no core waits for a long check
    that began last. A repair round goes before what hasn't begun yet, so that its sample ends soon.
    """

    def __init__(
        self, states: Sequence[bytearray], n: int, step: int, rounds: int = 0, together: int = 1
    ) -> None:
        self._states, self._n, self._step, self._width = states, n, step, rounds + 1
        self._together = together
        self._spent = [0.0] * len(states)
        self._missing = self._jobs()
        self._rounds: deque[Job] = deque()
        self._wake = asyncio.Event()
        # Attempts under way that a round may follow.
        self._open = sum(1 for _ in self.leftovers()) if rounds else 0

    def _jobs(self) -> Iterator[Job]:
        width = self._width
        size = max(self._step, self._together)
        for first in range(0, self._n, size):
            block = range(first, min(first + size, self._n))
            for number in sorted(range(len(self._states)), key=lambda number: -self._spent[number]):
                states = self._states[number]
                slots = [next_slot(states, sample, width) for sample in block]
                missing = [slot for slot in slots if slot is not None and states[slot] == State.MISSING]
                begin = [slot for slot in missing if slot % width == 0]
                for at in range(0, len(begin), self._step):
                    yield Job(number, tuple(begin[at : at + self._step]))
                for slot in missing:
                    if slot % width:
                        yield Job(number, (slot,))

    def leftovers(self) -> Iterator[Job]:
        """See Schedule."""
        for first in range(0, self._n, self._together):
            block = range(first, min(first + self._together, self._n))
            for number, states in enumerate(self._states):
                for sample in block:
                    slot = next_slot(states, sample, self._width)
                    if slot is not None and states[slot] == State.GENERATED:
                        yield Job(number, (slot,), stored=True)

    async def take(self) -> Job | None:
        """See Schedule."""
        while True:
            job = self._rounds.popleft() if self._rounds else next(self._missing, None)
            if job is not None and self._width > 1:
                self._open += len(job.indices)
            if job is not None or not self._open:
                return job
            self._wake.clear()
            await self._wake.wait()

    def settle(self, number: int, index: int, state: State) -> bool:
        """See Schedule."""
        if self._width == 1:
            return False
        follows = state is State.FAILED and (index + 1) % self._width != 0
        if follows:
            self._rounds.append(Job(number, (index + 1,)))
        self._open -= 1
        self._wake.set()
        return follows

    def spent(self, number: int, cpu_s: float) -> None:
        """See Schedule."""
        self._spent[number] += cpu_s


class InOrder:
    """One sample of each member of a group at a time: the next ones when all of them failed, none after a
    proof. A problem by itself is a group of one.

    The samples of which one is a proof are all made, so that the result depends on nothing but the plan. An
    attempt that stays without a verdict ends its group for this run, because what comes after it isn't known.
    """

    def __init__(
        self,
        states: Sequence[bytearray],
        n: int,
        rounds: int = 0,
        groups: Sequence[Sequence[int]] | None = None,
    ) -> None:
        """groups: numbers of problems, each of them in one group; None means each by itself."""
        self._states, self._n, self._width = states, n, rounds + 1
        self._ready: asyncio.Queue[Job | None] = asyncio.Queue()
        self._groups = [(number,) for number in range(len(states))] if groups is None else groups
        self._group_of = {number: at for at, members in enumerate(self._groups) for number in members}
        # Samples of the group that are under way, and whether one of them ended it.
        self._under_way = [0] * len(self._groups)
        self._ended = [False] * len(self._groups)
        self._open = len(self._groups)
        for group in range(len(self._groups)):
            self._advance(group, 0)

    def _advance(self, group: int, first: int) -> None:
        """Go on with the samples from `first` on."""
        width, members = self._width, self._groups[group]
        for sample in range(first, self._n):
            slots = [(number, next_slot(self._states[number], sample, width)) for number in members]
            begin, end = sample * width, (sample + 1) * width
            self._ended[group] = any(State.PROVED in self._states[number][begin:end] for number in members)
            for number, slot in slots:
                if slot is not None:
                    stored = self._states[number][slot] == State.GENERATED
                    self._ready.put_nowait(Job(number, (slot,), stored))
                    self._under_way[group] += 1
            if self._under_way[group]:
                return
            if self._ended[group]:
                break
        self._open -= 1
        if self._open == 0:
            self._ready.put_nowait(None)

    def leftovers(self) -> Iterator[Job]:
        """See Schedule; here they come in their turn."""
        return iter(())

    async def take(self) -> Job | None:
        """See Schedule."""
        job = await self._ready.get()
        if job is None:
            self._ready.put_nowait(None)
        return job

    def settle(self, number: int, index: int, state: State) -> bool:
        """See Schedule."""
        if state is State.FAILED and (index + 1) % self._width != 0:
            self._ready.put_nowait(Job(number, (index + 1,)))
            return True
        group = self._group_of[number]
        self._under_way[group] -= 1
        self._ended[group] |= state not in (State.FAILED, State.REFUSED, State.EXHAUSTED)
        if not self._under_way[group]:
            self._advance(group, self._n if self._ended[group] else index // self._width + 1)
        return False

    def spent(self, number: int, cpu_s: float) -> None:
        """See Schedule; here the order is the plan's."""
