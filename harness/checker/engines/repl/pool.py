"""The processes of engine `repl`: lent one text at a time, by header, replaced in time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from harness.checker.engines.repl.process import HeaderRefused, Repl, Setup
from harness.sandbox import Limits
from harness.sandbox.base import MIB
from harness.sandbox.bubblewrap import Bubblewrap


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long processes are kept. idle: at once, of all headers; those not used for longest are ended.

    uses: texts after which one is replaced; it never forgets an environment, so this is what bounds it.
    growth: bytes by which its memory may grow until then.
    """

    idle: int = 8
    uses: int = 200
    growth: int = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Key:
    """What a process is good for: a header, and the limits that hold for the whole process."""

    header: str
    limits: Limits

    @staticmethod
    def of(header: str, limits: Limits) -> Key:
        """Of a text: limits that each request brings along make no difference."""
        every = Limits()
        return Key(header, replace(limits, cpu_s=every.cpu_s, wall_s=every.wall_s, output=every.output))


class Pool:
    """Idle processes, the last used at the end. setup: what a key's process is started with."""

    def __init__(self, sandbox: Bubblewrap, setup: Callable[[Key], Setup], keeping: Keeping) -> None:
        self._sandbox, self._setup, self._keeping = sandbox, setup, keeping
        self._idle: list[tuple[Key, Repl]] = []
        self._refused: dict[Key, str] = {}

    @asynccontextmanager
    async def use(self, key: Key) -> AsyncIterator[Repl]:
        """A process that nobody else uses meanwhile; what is dead or worn afterwards is not kept.

        Raises HeaderRefused, once it was found out without starting one, and as Repl.start.
        """
        repl = self._take(key) or await self._start(key)
        try:
            yield repl
        except BaseException:
            repl.kill()
            raise
        self._give_back(key, repl)

    def _take(self, key: Key) -> Repl | None:
        loop = asyncio.get_running_loop()
        for at in reversed(range(len(self._idle))):
            known, repl = self._idle[at]
            if known == key and repl.loop is loop:
                del self._idle[at]
                if repl.alive:
                    return repl
        return None

    async def _start(self, key: Key) -> Repl:
        if key in self._refused:
            raise HeaderRefused(self._refused[key])
        try:
            return await Repl.start(self._sandbox, self._setup(key))
        except HeaderRefused as error:
            self._refused[key] = str(error)
            raise

    def _give_back(self, key: Key, repl: Repl) -> None:
        worn = repl.uses >= self._keeping.uses or repl.memory > repl.first_memory + self._keeping.growth
        if worn or not repl.alive:
            repl.kill()
            return
        self._idle.append((key, repl))
        while len(self._idle) > self._keeping.idle:
            self._idle.pop(0)[1].kill()

    def close(self) -> None:
        """End all that are idle; those in use end when they are given back."""
        for _, repl in self._idle:
            repl.kill()
        self._idle.clear()
        self._keeping = replace(self._keeping, idle=0)
