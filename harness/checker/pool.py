"""Pool: servers that are kept between texts, by key, retired in time, and ended where they are too many."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from harness.checker.once import Once

K = TypeVar("K", bound=Hashable)
S = TypeVar("S", bound="PooledServer")


class PooledServer(Protocol):
    """A process, or several, that serves one text after the other or many at once."""

    @property
    def pid(self) -> int | None:
        """The process that was started."""
        ...

    @property
    def alive(self) -> bool:
        """Whether it can be given a text."""
        ...

    @property
    def uses(self) -> int:
        """Texts that it was given."""
        ...

    @property
    def memory(self) -> int:
        """Bytes that it holds, as it said last; 0 where it doesn't say."""
        ...

    @property
    def first_memory(self) -> int:
        """Bytes that it held before the first text."""
        ...

    def kill(self) -> None:
        """End it at once; may be called twice."""
        ...

    async def close(self) -> None:
        """End it, and wait until nothing of it is left."""
        ...


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """How many servers are kept, and for how long.

    servers: at once, those in use among them where a server is shared. memory: bytes of all together. Idle
    ones beyond either are ended, the least recently used first. uses: texts after which a server is retired.
    growth: bytes by which its memory may grow until then. None: any number.
    """

    servers: int = 4
    memory: int | None = None
    uses: int = 5000
    growth: int | None = None


@dataclass(frozen=True, slots=True)
class ServerStats:
    """One server now. users: texts that it has at the moment. retired: it ends with the last of them."""

    key: Hashable
    pid: int | None
    uses: int
    memory: int
    users: int
    retired: bool


@dataclass(frozen=True, slots=True)
class PoolStats:
    """servers: those that live, the least recently used first. started: how many were, in all."""

    servers: tuple[ServerStats, ...] = ()
    started: int = 0

    @property
    def idle(self) -> int:
        """Servers without a text."""
        return sum(not server.users for server in self.servers)


@dataclass(slots=True, eq=False)
class _Slot(Generic[K, S]):
    """A server, or the start of one that is under way; users: texts that need it now."""

    key: K
    loop: asyncio.AbstractEventLoop
    server: S | None = None
    users: int = 0


class Pool(Generic[K, S]):
    """Servers by key. start: makes one. shared: a server has many texts at once, else one at a time."""

    def __init__(
        self, start: Callable[[K], Coroutine[Any, Any, S]], limits: PoolLimits, *, shared: bool
    ) -> None:
        self._start, self._limits, self._shared = start, limits, shared
        self._slots: list[_Slot[K, S]] = []
        self._retired: list[_Slot[K, S]] = []
        self._servers: Once[_Slot[K, S], S] = Once()
        self._started = 0
        self._closed = False

    @asynccontextmanager
    async def use(self, key: K) -> AsyncIterator[S]:
        """A server of `key`, which stays as long as it is used.

        One that isn't shared is ended when what is done with it raises. Raises as `start`.
        """
        slot = self._slot(key)
        slot.users += 1
        try:
            yield await self._servers.get(slot, lambda: self._made(slot))
        except BaseException:
            if not self._shared and slot.server is not None:
                slot.server.kill()
            raise
        finally:
            slot.users -= 1
            self._give_back(slot)

    def retire(self, key: K) -> None:
        """Let the key's servers end with the texts that they have; the next one gets another."""
        for slot in [slot for slot in self._slots if slot.key == key]:
            self._retire(slot)

    def stats(self) -> PoolStats:
        """What it holds now."""
        servers = tuple(
            ServerStats(slot.key, server.pid, server.uses, server.memory, slot.users, slot in self._retired)
            for slot in (*self._retired, *self._slots)
            if (server := slot.server) is not None and server.alive
        )
        return PoolStats(servers, self._started)

    async def close(self) -> None:
        """End all servers, and wait for their end; one that is lent ends when it is given back."""
        self._closed = True
        slots = [*self._retired, *self._slots]
        lent = [slot for slot in slots if slot.users and not self._shared]
        self._slots, self._retired = [], lent
        await self._servers.close()
        for slot in slots:
            if slot.server is None or slot in lent:
                continue
            if slot.loop is asyncio.get_running_loop():
                await slot.server.close()
            else:
                slot.server.kill()

    async def _made(self, slot: _Slot[K, S]) -> S:
        try:
            slot.server = await self._start(slot.key)
        except BaseException:
            self._remove(slot)
            raise
        self._started += 1
        return slot.server

    def _slot(self, key: K) -> _Slot[K, S]:
        """The key's slot that was used last and can be used now, else another one; now the last used."""
        loop = asyncio.get_running_loop()
        for slot in reversed(self._slots.copy()):
            if slot.key != key or (slot.users and not self._shared):
                continue
            if slot.loop is not loop or (slot.server is not None and not slot.server.alive):
                self._end(slot)
            elif self._used_up(slot):
                self._retire(slot)
            else:
                self._slots.remove(slot)
                break
        else:
            slot = _Slot(key, loop)
        self._slots.append(slot)
        self._trim(slot)
        return slot

    def _used_up(self, slot: _Slot[K, S]) -> bool:
        """Whether its server has done its share."""
        server, limits = slot.server, self._limits
        if server is None:
            return False
        grown = limits.growth is not None and server.memory > server.first_memory + limits.growth
        return grown or server.uses >= limits.uses

    def _retire(self, slot: _Slot[K, S]) -> None:
        if slot.users:
            self._slots.remove(slot)
            self._retired.append(slot)
        else:
            self._end(slot)

    def _give_back(self, slot: _Slot[K, S]) -> None:
        # A shared one stays until its successor is wanted, which then starts beside its last texts.
        over = slot in self._retired or self._closed or (not self._shared and self._spent(slot))
        # The start of a shared one goes on for those that come, if it didn't fail.
        unstarted = slot.server is None and (not self._shared or slot not in self._slots)
        if (over or unstarted) and not slot.users:
            self._end(slot)
        self._trim()

    def _spent(self, slot: _Slot[K, S]) -> bool:
        return self._used_up(slot) or (slot.server is not None and not slot.server.alive)

    def _trim(self, needed: _Slot[K, S] | None = None) -> None:
        """End idle servers until number and memory are within the limits; the last one stays."""
        for slot in self._slots.copy():
            if not self._too_many() or len(self._slots) == 1:
                return
            if not slot.users and slot is not needed:
                self._end(slot)

    def _too_many(self) -> bool:
        counted = [slot for slot in self._slots if self._shared or not slot.users]
        if len(counted) > self._limits.servers:
            return True
        held = sum(slot.server.memory for slot in self._slots if slot.server is not None)
        return self._limits.memory is not None and held > self._limits.memory

    def _end(self, slot: _Slot[K, S]) -> None:
        """End the server at once, or its start."""
        self._remove(slot)
        self._servers.forget(slot)
        if slot.server is not None:
            slot.server.kill()

    def _remove(self, slot: _Slot[K, S]) -> None:
        for slots in (self._slots, self._retired):
            if slot in slots:
                slots.remove(slot)
