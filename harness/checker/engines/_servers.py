"""The fork servers of an engine: one for each header, replaced in time, those not used for long ended."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from harness.checker.engines.fork.client import ForkServer, Setup
from harness.sandbox.base import MIB


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many servers are kept, and for how long.

    servers: at once; memory: bytes of anonymous memory of all together. Idle ones beyond either are ended.
    uses: texts after which a server is replaced. growth: bytes by which its memory may grow until then.
    """

    servers: int = 4
    memory: int = 4096 * MIB
    uses: int = 5000
    growth: int = 256 * MIB


@dataclass(slots=True)
class _Slot:
    """A header's server, or its start that is under way; `users`: texts that need it now."""

    server: asyncio.Task[ForkServer]
    loop: asyncio.AbstractEventLoop
    users: int = 0
    replaced: bool = False

    def current(self) -> ForkServer | None:
        """The server if it was started and lives."""
        done = self.server.done() and not self.server.cancelled() and self.server.exception() is None
        return self.server.result() if done else None

    def usable(self) -> bool:
        """Whether a text of this event loop may wait for it or use it."""
        if self.loop is not asyncio.get_running_loop():
            return False
        server = self.current()
        return server.alive if server else not self.server.done()

    def worn(self, keeping: Keeping) -> bool:
        """Whether its server has done its share."""
        server = self.current()
        return server is not None and (
            server.uses >= keeping.uses or server.memory > server.first_memory + keeping.growth
        )

    def memory(self) -> int:
        """Bytes that its server holds."""
        server = self.current()
        return server.memory if server else 0

    def end(self) -> None:
        """End the server at once, or its start."""
        server = self.current()
        if server is not None:
            server.kill()
        elif not self.server.done() and not self.loop.is_closed():
            self.server.cancel()


class Servers:
    """Servers by header. setup: what a header's server is started with."""

    def __init__(self, setup: Callable[[str], Setup], keeping: Keeping) -> None:
        self._setup, self._keeping = setup, keeping
        self._slots: OrderedDict[str, _Slot] = OrderedDict()
        self._replaced: list[_Slot] = []

    @asynccontextmanager
    async def use(self, header: str) -> AsyncIterator[ForkServer]:
        """The header's server, which stays as long as it is used. Raises as ForkServer.start."""
        slot = self._slot(header)
        slot.users += 1
        try:
            # A caller that is cancelled must not take the server's start from the others.
            yield await asyncio.shield(slot.server)
        finally:
            slot.users -= 1
            if slot.replaced and not slot.users:
                self._replaced.remove(slot)
                slot.end()
            self._trim()

    def _slot(self, header: str) -> _Slot:
        slot = self._slots.get(header)
        if slot is not None and not slot.usable():
            slot.end()
            slot = None
        elif slot is not None and slot.worn(self._keeping):
            self._replace(slot)
            slot = None
        if slot is None:
            loop = asyncio.get_running_loop()
            slot = _Slot(loop.create_task(ForkServer.start(self._setup(header))), loop)
            self._slots[header] = slot
        self._slots.move_to_end(header)
        self._trim(slot)
        return slot

    def _replace(self, slot: _Slot) -> None:
        """Let the slot's texts end, and its server with the last of them."""
        if slot.users:
            slot.replaced = True
            self._replaced.append(slot)
        else:
            slot.end()

    def _trim(self, needed: _Slot | None = None) -> None:
        """End idle servers, the least recently used first, until number and memory are within the limits."""
        for header, slot in list(self._slots.items()):
            many = len(self._slots) > self._keeping.servers
            if not many and sum(each.memory() for each in self._slots.values()) <= self._keeping.memory:
                return
            last_one = len(self._slots) == 1
            if not slot.users and slot is not needed and not last_one:
                del self._slots[header]
                slot.end()

    def forget(self, header: str) -> None:
        """Start the header's server anew at its next use."""
        self._slots.pop(header, None)

    def renew(self, header: str) -> None:
        """As `forget`, and end the header's server with the last text that uses it."""
        slot = self._slots.pop(header, None)
        if slot is not None:
            self._replace(slot)

    async def close(self) -> None:
        """End all servers, and wait for their end."""
        slots = [*self._slots.values(), *self._replaced]
        self._slots.clear()
        for slot in slots:
            server = slot.current()
            if server is not None and slot.loop is asyncio.get_running_loop():
                await server.close()
            else:
                slot.end()
