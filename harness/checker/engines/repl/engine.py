"""Engine `repl`: leanprover-community/repl, which imports a header once and elaborates texts on top of it.

It decides about a text that Lean ended in an orderly way. What met a limit, crashed the process or got an
answer that can't be read is decided by the engine `apart`, in a process of its own: only there can be seen
what Lean said before.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from harness.checker.engines.base import TRIES, Elaboration, Engine
from harness.checker.engines.repl.find import identity
from harness.checker.engines.repl.process import HeaderRefused, Ran, Repl, ReplSetup
from harness.checker.engines.repl.protocol import behind_header
from harness.checker.pool import Pool, PoolLimits, PoolStats
from harness.errors import OleanError, SandboxUnavailableError
from harness.lean.olean import module_of_pickle
from harness.lean.source.header import leading_header
from harness.lean.toolchain import Toolchain
from harness.machine import usable_cores
from harness.sandbox import Limits, Stop
from harness.sandbox.base import MIB
from harness.sandbox.bubblewrap import Bubblewrap
from harness.sandbox.interactive import GuestLost

_SHARE, _SHARE_S = 4, 5.0
"""Part of a text's CPU time that it may use here, and the least in seconds: what needs more is rare."""
LIMITS: Final = PoolLimits(servers=8, uses=200, growth=1024 * MIB)
"""A repl never forgets an environment, so its uses bound it; memory is resident anonymous memory."""


@dataclass(frozen=True, slots=True)
class _Key:
    """What a process is good for: a header, and the limits that hold for the whole process."""

    header: str
    limits: Limits

    @staticmethod
    def of(header: str, limits: Limits) -> _Key:
        """Of a text: limits that each request brings along make no difference."""
        every = Limits()
        return _Key(header, replace(limits, cpu_s=every.cpu_s, wall_s=every.wall_s, output=every.output))


class ReplEngine(Engine):
    """A pool of processes, by header, one text at a time in each.

    program: the repl, built with the toolchain's Lean. apart: the engine for what this one doesn't decide.
    jobs: texts at once, others wait; a core each by default. kept: how many idle processes there are, and how
    long one is used. It is for one event loop.
    """

    def __init__(
        self,
        toolchain: Toolchain,
        program: Path,
        sandbox: Bubblewrap,
        apart: Engine,
        *,
        jobs: int | None = None,
        kept: PoolLimits = LIMITS,
    ) -> None:
        self._apart, self._growth = apart, kept.growth or 0
        self._refused: dict[_Key, str] = {}
        self._toolchain, self._program, self._sandbox = toolchain, program, sandbox
        self._pool = Pool(self._start, kept, shared=False)
        self._turn = asyncio.Semaphore(jobs or usable_cores())
        self._description = {"engine": "repl", "repl": identity(program), **sandbox.description()}

    def description(self) -> Mapping[str, Any]:
        """The engine, the program's hash and the sandbox."""
        return self._description

    @property
    def apart(self) -> Engine:
        """See Engine.apart."""
        return self._apart

    def stats(self) -> PoolStats:
        """See Engine.stats."""
        return self._pool.stats()

    async def _start(self, key: _Key) -> Repl:
        """A process, but for a header that was refused before: nothing makes that a better one."""
        if key in self._refused:
            raise HeaderRefused(self._refused[key])
        setup = ReplSetup(self._toolchain, self._program, key.header, key.limits, self._growth)
        try:
            return await Repl.start(self._sandbox, setup)
        except HeaderRefused as error:
            self._refused[key] = str(error)
            raise

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """See Engine.elaborate. A text whose process is killed from outside is repeated once, on another."""
        started = time.monotonic()
        async with self._turn:
            try:
                ran = await self._run(text, limits)
            except TimeoutError:
                return Elaboration(Stop.WALL, None, wall_s=time.monotonic() - started)
            except (GuestLost, SandboxUnavailableError) as error:
                tries = TRIES if isinstance(error, GuestLost) else 0
                return Elaboration(None, None, tries=tries, failure=f"the repl can't be used: {error}")
            found = _elaboration(ran, limits) if ran else None
            if found is None:
                found = await self._apart.elaborate(text, limits)
                if ran is not None:
                    found = replace(found, cpu_s=found.cpu_s + ran.cpu_s, tries=found.tries + 1)
        return replace(found, wall_s=time.monotonic() - started)

    async def _run(self, text: str, limits: Limits) -> Ran | None:
        """What became of the text here; None where the repl can't have it.

        Raises TimeoutError at the limit on the clock, and GuestLost for a process that was killed twice.
        """
        header = leading_header(text)
        rest = behind_header(text, header)
        if rest is None:
            return None
        share = min(limits.cpu_s, max(_SHARE_S, limits.cpu_s / _SHARE))
        lost = GuestLost("")
        for _ in range(TRIES):
            try:
                async with self._pool.use(_Key.of(header, limits)) as repl:
                    async with asyncio.timeout(limits.wall_s):
                        ran = await repl.run(rest, limits, share)
                if not ran.killed:
                    return ran
                lost = GuestLost("it was killed from outside")
            except HeaderRefused:
                return None
            except GuestLost as error:
                lost = error
        raise GuestLost(f"{lost}, twice under this text")

    async def close(self) -> None:
        """End all processes."""
        await self._pool.close()
        await self._apart.close()


class Undecided(Engine):
    """In place of the engine `apart` where what the repl doesn't decide is to be seen."""

    def description(self) -> Mapping[str, Any]:
        """That there is none."""
        return {"engine": "none"}

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """Always a failure."""
        return Elaboration(None, None, failure="the repl didn't decide about the text")

    async def close(self) -> None:
        """There is nothing to end."""


def _elaboration(ran: Ran, limits: Limits) -> Elaboration | None:
    """What the engine reports; None where another must decide."""
    reply = ran.reply
    if reply is None or reply.size > limits.output:
        return None
    if reply.has_errors:
        return Elaboration(None, 1, reply.messages, cpu_s=ran.cpu_s, entries=False)
    try:
        module = module_of_pickle(ran.pickled)
    except OleanError:
        return None
    return Elaboration(None, 0, reply.messages, module, entries=False, cpu_s=ran.cpu_s)
