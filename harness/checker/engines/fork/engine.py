"""Engine `fork`: a server that has imported the header once forks a confined child for each text."""

from __future__ import annotations

import asyncio
from asyncio import Semaphore
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import replace
from typing import Any, Final

from harness.checker.commands import read_commands
from harness.checker.engines.base import TRIES, Elaboration, Engine
from harness.checker.engines.fork.client import Finished, ForkServer, ForkSetup, ServerLost
from harness.checker.engines.fork.code import CodeCopy
from harness.checker.messages import read_messages, up_to_first_error
from harness.checker.pool import Pool, PoolLimits, PoolStats
from harness.errors import EngineUnsupportedError, NotWholeError
from harness.lean.source.header import leading_header
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, seccomp
from harness.sandbox.base import MIB

OTHER_HEADER = "the text has another header"
_MANY = 50
"""Texts after which Lean's code is put on huge pages: that costs as much CPU time as 100 texts save."""
_ERROR_MARK = b'"severity":"error"'

LIMITS: Final = PoolLimits(servers=4, memory=4096 * MIB, uses=5000, growth=256 * MIB)
"""On the servers that are kept; memory is anonymous memory."""


class ForkEngine(Engine):
    """One server for each header.

    first_error: end a text at its first error message. The messages then end there, and the code is 1.
    limits: how many servers there are, and when one is retired. jobs: texts at once, others wait; None is as
    many as come. It is for one event loop.
    elsewhere: the engine for a text whose imports Lean reads otherwise than we do, or that can't have a
    server; without one such a text is our failure.
    """

    def __init__(
        self,
        toolchain: Toolchain,
        *,
        first_error: bool = False,
        limits: PoolLimits = LIMITS,
        jobs: int | None = None,
        elsewhere: Engine | None = None,
    ) -> None:
        if toolchain.library is None or not seccomp.supported():
            raise EngineUnsupportedError("engine fork needs the embedded Lean, and Linux on x86-64")
        self._toolchain, self._library = toolchain, toolchain.library
        self._first_error, self._elsewhere = first_error, elsewhere
        self._servers = Pool(self._start, limits, shared=True)
        self._turn: AbstractAsyncContextManager[None] = nullcontext() if jobs is None else Semaphore(jobs)
        self._code = CodeCopy(self._library)
        self._texts = 0
        self._copying: asyncio.Task[int | None] | None = None

    def description(self) -> Mapping[str, Any]:
        """The engine and the layers of its sandbox."""
        return {"engine": "fork", "sandbox": "namespaces", "seccomp": True, "memory": "watched"}

    @property
    def to_the_end(self) -> Engine:
        """See Engine.to_the_end."""
        return _ToTheEnd(self) if self._first_error else self

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """See Engine.elaborate. A server that dies under a text is replaced, and the text repeated once."""
        return await self.run(text, limits, first_error=self._first_error)

    async def run(self, text: str, limits: Limits, *, first_error: bool) -> Elaboration:
        """As `elaborate`; first_error: as for the engine, for this text."""
        async with self._turn:
            return await self._in_turn(text, limits, first_error=first_error)

    async def _in_turn(self, text: str, limits: Limits, *, first_error: bool) -> Elaboration:
        header = leading_header(text)
        why, tries = "", 0
        for _ in range(TRIES):
            try:
                async with self._servers.use(header) as server:
                    if server.refused:
                        # It may be want of something that kept Lean from it: the next text sees for itself.
                        self._servers.retire(header)
                    tries += 1
                    done = await self._elaborate(server, text, limits, first_error=first_error)
                return replace(done, tries=tries - 1 + done.tries)
            except ServerLost as error:
                why = str(error)
            except EngineUnsupportedError as error:
                return await self._by_other_engine(text, limits, str(error))
            except (NotWholeError, OSError) as error:
                return _failed(f"the fork server can't be used: {error}", tries)
        return _failed(f"the fork server died twice under this text: {why}", tries)

    async def _elaborate(
        self, server: ForkServer, text: str, limits: Limits, *, first_error: bool
    ) -> Elaboration:
        if server.refused:
            messages, noise = read_messages("\n".join(server.messages).encode())
            return Elaboration(None, 1, messages=messages, noise=noise)
        self._speed_up(server)
        done = await server.run(text.encode("utf-8"), limits, _is_error if first_error else None)
        if done.code == 1 and not done.output and OTHER_HEADER.encode() in done.errors:
            why = "its server has other imports than Lean reads"
            return await self._by_other_engine(text, limits, why)
        return _elaboration(done)

    def _speed_up(self, server: ForkServer) -> None:
        """Let a server have the copy of Lean's code, once there are texts enough to pay for it."""
        self._texts += 1
        if self._copying is None and self._texts >= _MANY:
            self._copying = asyncio.get_running_loop().create_task(self._code.handle())
        if self._copying is not None and self._copying.done() and not self._copying.cancelled():
            handle = self._copying.result()
            if handle is not None:
                server.use_code(handle)

    async def _by_other_engine(self, text: str, limits: Limits, why: str) -> Elaboration:
        if self._elsewhere is None:
            return _failed(f"{why}; use --engine process", 1)
        return await self._elsewhere.elaborate(text, limits)

    def _setup(self, header: str) -> ForkSetup:
        options = tuple(f"{name}={value}" for name, value in self._toolchain.options)
        return ForkSetup(self._library, self._toolchain.search_path, header, options)

    async def _start(self, header: str) -> ForkServer:
        return await ForkServer.start(self._setup(header))

    def stats(self) -> PoolStats:
        """See Engine.stats; the key of a server is its header."""
        return self._servers.stats()

    async def close(self) -> None:
        """End all servers, and wait for their end."""
        if self._elsewhere is not None:
            await self._elsewhere.close()
        await self._drop_code()
        await self._servers.close()

    async def _drop_code(self) -> None:
        copying, self._copying = self._copying, None
        if copying is not None:
            await copying
        self._code.close()
        self._code = CodeCopy(self._library)


class _ToTheEnd(Engine):
    """The engine that it is made from, without an end at the first error."""

    def __init__(self, engine: ForkEngine) -> None:
        self._engine = engine

    def description(self) -> Mapping[str, Any]:
        """See Engine.description."""
        return self._engine.description()

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """See Engine.elaborate."""
        return await self._engine.run(text, limits, first_error=False)

    async def close(self) -> None:
        """Nothing: the engine itself is closed by whoever holds it."""


def _is_error(line: bytes) -> bool:
    if _ERROR_MARK not in line:
        return False
    messages, _ = read_messages(line)
    return any(message.severity == "error" for message in messages)


def _failed(why: str, tries: int) -> Elaboration:
    return Elaboration(None, None, tries=tries, failure=why)


def _elaboration(done: Finished) -> Elaboration:
    if done.trouble:
        return _failed(f"a child can't be confined: {done.trouble}", 1)
    messages, noise = read_messages(done.output)
    commands = read_commands(done.commands)
    if commands is None and done.code == 0 and done.stopped is None:
        return _failed("the child didn't tell which commands Lean found", 1)
    if done.decided:
        messages = up_to_first_error(messages)
    return Elaboration(
        stopped=None if done.decided else done.stopped,
        code=1 if done.decided else done.code,
        messages=messages,
        module=done.module if done.code == 0 and done.stopped is None else None,
        noise=noise,
        errors=done.errors.decode("utf-8", "replace"),
        cpu_s=done.cpu_s,
        wall_s=done.wall_s,
        commands=commands,
    )
