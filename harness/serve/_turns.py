"""Turns: which client's check is next, so that nobody's load holds up somebody else."""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

QUANTUM_S = 0.2
"""Seconds of checking that a client who comes may have before the others, at most."""
ESTIMATE_S = 0.05
"""What a check is taken to cost until it has ended."""
_FORGOTTEN = 10_000


@dataclass(slots=True)
class _Client:
    """used: seconds of its checks, on the clock. running: checks under way. waiting: those that wait for a
    turn, the longest first. since: tells who came first. left: when it last had a check, on the clock."""

    used: float = 0.0
    running: int = 0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)
    since: int = 0
    left: float = -math.inf

    @property
    def tag(self) -> float:
        """Where the client stands: the lowest is next."""
        return self.used + ESTIMATE_S * self.running

    @property
    def active(self) -> bool:
        """Whether it has a check under way or waiting."""
        return bool(self.waiting) or self.running > 0


class ClientTurns:
    """At most `turns` checks at once, and up to `extra` more for clients that have none under way.

    The next turn is that of the waiting client who has used the least. One that comes, or comes again, stands
    where the least served one does, less the time that it was away, `quantum_s` at most: so a small check now
    and then comes next among any number of long queues, and nobody saves up more or pays for long ago (after
    start-time fair queueing: Goyal, Vin, Cheng 1996). The extra ones keep a small check from
    waiting for the end of long checks, which may all be somebody else's.
    clock: seconds that only go forward.
    """

    def __init__(
        self,
        turns: int,
        extra: int = 0,
        *,
        quantum_s: float = QUANTUM_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._turns, self._extra, self._quantum_s = turns, extra, quantum_s
        self._clients: dict[str, _Client] = {}
        self._running = 0
        self._waiting = 0
        self._numbers = itertools.count()

    @property
    def waiting(self) -> int:
        """Checks that wait, over all clients."""
        return self._waiting

    @property
    def running(self) -> int:
        """Checks under way, over all clients."""
        return self._running

    def clients(self) -> Mapping[str, tuple[int, int]]:
        """(running, waiting) of each client that has any."""
        return {
            name: (client.running, len(client.waiting))
            for name, client in self._clients.items()
            if client.active
        }

    @asynccontextmanager
    async def of(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn of the client called `name`, and have it until the end of the block."""
        client = self._come(name)
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        client.waiting.append(place)
        self._waiting += 1
        self._grant()
        try:
            await place
        except asyncio.CancelledError:
            if place.cancelled():
                # It may have been next meanwhile, and was passed over then.
                if place in client.waiting:
                    client.waiting.remove(place)
                    self._waiting -= 1
            else:
                self._leave(client, 0.0)
            raise
        started = self._clock()
        try:
            yield
        finally:
            self._leave(client, self._clock() - started)

    def _come(self, name: str) -> _Client:
        client = self._clients.get(name)
        if client is None:
            self._forget()
            client = self._clients[name] = _Client()
        if not client.active:
            tags = [other.tag for other in self._clients.values() if other.active]
            if tags:
                rest = min(self._quantum_s, self._clock() - client.left)
                client.used = max(min(tags) - self._quantum_s, min(client.used, min(tags) - rest))
            client.since = next(self._numbers)
        return client

    def _forget(self) -> None:
        """Those who aren't there any more, when there are many of them."""
        if len(self._clients) >= _FORGOTTEN:
            self._clients = {name: client for name, client in self._clients.items() if client.active}

    def _leave(self, client: _Client, seconds: float) -> None:
        client.used += seconds
        client.running -= 1
        client.left = self._clock()
        self._running -= 1
        self._grant()

    def _grant(self) -> None:
        while self._waiting and self._running < self._turns + self._extra:
            idle_only = self._running >= self._turns
            ready = [
                client
                for client in self._clients.values()
                if client.waiting and not (idle_only and client.running)
            ]
            if not ready:
                return
            client = min(ready, key=lambda each: (each.tag, each.since))
            place = client.waiting.popleft()
            self._waiting -= 1
            if place.cancelled():
                continue
            client.running += 1
            self._running += 1
            place.set_result(None)
