"""Which attempt comes next: problems interleaved, or each in strict order under early stop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from harness.run._attempts import State


@dataclass(frozen=True, slots=True)
class Job:
    """Attempts of one problem to be made together.

    number: the problem's place in the plan. stored: their texts are in the store and wait to be checked.
    """

    number: int
    indices: tuple[int, ...]
    stored: bool = False


class Schedule(Protocol):
    """Jobs for the runner; `states[number][index]` is a State."""

    def leftovers(self) -> Iterator[Job]:
        """Stored attempts that can be checked beside everything else."""
        ...

    async def take(self) -> Job | None:
        """The next job; None for ever once there is none left."""
        ...

    def settle(self, number: int, index: int, state: State) -> None:
        """Tell how an attempt ended; MISSING or GENERATED when it stays without a verdict."""
        ...


class Interleaved:
    """Every attempt: sample 0 of all problems, then sample 1, and so on, `step` samples to a job."""

    def __init__(self, states: Sequence[bytearray], n: int, step: int) -> None:
        self._states, self._n, self._step = states, n, step
        self._missing = self._jobs()

    def _jobs(self) -> Iterator[Job]:
        for first in range(0, self._n, self._step):
            block = range(first, min(first + self._step, self._n))
            for number, states in enumerate(self._states):
                indices = tuple(index for index in block if states[index] == State.MISSING)
                if indices:
                    yield Job(number, indices)

    def leftovers(self) -> Iterator[Job]:
        """See Schedule."""
        for index in range(self._n):
            for number, states in enumerate(self._states):
                if states[index] == State.GENERATED:
                    yield Job(number, (index,), stored=True)

    async def take(self) -> Job | None:
        """See Schedule."""
        return next(self._missing, None)

    def settle(self, number: int, index: int, state: State) -> None:
        """See Schedule; nothing follows from a verdict here."""


class InOrder:
    """One attempt of a problem at a time: the next when the last one failed, none after a proof.

    An attempt that stays without a verdict ends its problem for this run, because what comes after it
    isn't known; so the result depends on nothing but the plan.
    """

    def __init__(self, states: Sequence[bytearray], n: int) -> None:
        self._states, self._n = states, n
        self._ready: asyncio.Queue[Job | None] = asyncio.Queue()
        self._open = len(states)
        for number in range(len(states)):
            self._advance(number, 0)

    def _advance(self, number: int, first: int) -> None:
        for index in range(first, self._n):
            state = self._states[number][index]
            if state == State.PROVED:
                break
            if not State(state).settled:
                self._ready.put_nowait(Job(number, (index,), stored=state == State.GENERATED))
                return
        self._end_problem()

    def _end_problem(self) -> None:
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

    def settle(self, number: int, index: int, state: State) -> None:
        """See Schedule."""
        if state in (State.FAILED, State.EXHAUSTED):
            self._advance(number, index + 1)
        else:
            self._end_problem()
