"""How many requests a server gets at once: as many as it bears."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_CUT = 0.5


class Slot:
    """A request's leave to be under way. era: how often the limit had been cut when it was given."""

    __slots__ = ("era",)

    def __init__(self, era: int) -> None:
        self.era = era


class Limiter:
    """Additive increase, multiplicative decrease (Chiu and Jain 1989) of the requests under way.

    There is no limit until the server is overloaded for the first time: whoever asks has a bound of their
    own. An overload halves the number of requests under way; for each round of successes it grows by one.
    in_flight: requests under way. limit: at most so many, at least 1.
    """

    def __init__(self) -> None:
        self.limit = math.inf
        self.in_flight = 0
        self._era = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """Wait for leave, in the order of asking; it ends with the block."""
        await self._acquire()
        try:
            yield Slot(self._era)
        finally:
            self._release()

    def succeeded(self) -> None:
        """A request had its answer."""
        self.limit += 1 / self.limit
        self._wake()

    def overloaded(self, slot: Slot) -> None:
        """The server refused a request, or didn't answer it in time."""
        # Requests that were under way together meet the same overload: it counts once.
        if slot.era == self._era:
            self._era += 1
            self.limit = max(1.0, math.floor(min(self.limit, self.in_flight) * _CUT))

    async def _acquire(self) -> None:
        if not self._waiting and self._has_free_place():
            self.in_flight += 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._release()
            elif turn in self._waiting:
                self._waiting.remove(turn)
            raise

    def _release(self) -> None:
        self.in_flight -= 1
        self._wake()

    def _wake(self) -> None:
        while self._waiting and self._has_free_place():
            turn = self._waiting.popleft()
            # One that was cancelled takes itself out of the queue, and must not be given a turn.
            if not turn.done():
                self.in_flight += 1
                turn.set_result(None)

    def _has_free_place(self) -> bool:
        return self.in_flight < math.floor(self.limit) if math.isfinite(self.limit) else True
