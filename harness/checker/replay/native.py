"""NativeReplay: replays by the embedded Lean's own kernel, in forks of a server that holds the header."""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.checker.replay._client import SERVER, Request, ServerClient, configuration
from harness.checker.replay.base import Examination, Question, ReplayOutcome
from harness.errors import InfrastructureError, LeanUnavailableError, ServerDiedError
from harness.lean.native.library import LEAN_VERSION
from harness.lean.olean import Name
from harness.lean.toolchain import Toolchain
from harness.machine import usable_cores
from harness.sandbox import Limits, guest_request
from harness.sandbox.bubblewrap import Bubblewrap

_TRIES = 2
_USES = 5000


def available(toolchain: Toolchain) -> bool:
    """Whether `NativeReplay` can serve this toolchain on this machine."""
    return (
        toolchain.library is not None
        and toolchain.lean_version == LEAN_VERSION
        and sys.platform == "linux"
        and sys.byteorder == "little"
        and sys.maxsize > 1 << 32
    )


class NativeReplay:
    """One server per header, started when it is first needed; belongs to one event loop.

    sandbox: bubblewrap around the servers; None runs them with this user's rights. jobs: replays at once.
    servers: headers held at once; the one that was idle longest goes first. uses: replays after which one
    is replaced.
    """

    def __init__(
        self,
        toolchain: Toolchain,
        sandbox: Bubblewrap | None,
        *,
        jobs: int | None = None,
        servers: int = 4,
        uses: int = _USES,
    ) -> None:
        if not available(toolchain):
            raise LeanUnavailableError(
                f"the kernel of {toolchain.name} (Lean {toolchain.lean_version}) can't be called from here: "
                f"it needs the embedded Lean {LEAN_VERSION} on 64-bit Linux; use --replay auto or never"
            )
        self._toolchain, self._sandbox, self._most = toolchain, sandbox, servers
        self._uses = uses
        self._replaced: list[ServerClient] = []
        self._slots = asyncio.Semaphore(jobs or usable_cores())
        self._servers: OrderedDict[tuple[Name, ...], asyncio.Task[ServerClient]] = OrderedDict()
        self._closed = False

    def description(self) -> Mapping[str, Any]:
        """What verdicts record."""
        return {"replay": "kernel"}

    async def replay(
        self,
        module: bytes,
        theorem: Name,
        imports: Sequence[Name],
        limits: Limits,
        *,
        reference: bytes | None = None,
    ) -> ReplayOutcome:
        """See Replayer.replay. A request whose server dies is repeated once, on a new one."""
        done = await self._ask(Request(module, theorem, limits, reference), tuple(imports))
        return done.replay or ReplayOutcome(False, failure="no answer")

    async def examine(self, module: bytes, question: Question, limits: Limits) -> Examination:
        """See Examiner.examine."""
        reference = None if question.reference is None else question.reference.data
        request = Request(module, question.theorem, limits, reference, question.level)
        return await self._ask(request, question.imports)

    async def _ask(self, request: Request, imports: tuple[Name, ...]) -> Examination:
        trouble = ""
        async with self._slots:
            for _ in range(_TRIES):
                if self._closed:
                    return _failed("the replayer is closed")
                try:
                    server = await self._server(imports)
                    return await server.replay(request)
                except ServerDiedError as error:
                    trouble = str(error)
                except (InfrastructureError, OSError) as error:
                    return _failed(str(error))
                finally:
                    self._end_replaced()
        return _failed(f"{trouble}, twice")

    async def _server(self, imports: tuple[Name, ...]) -> ServerClient:
        task = self._servers.get(imports)
        if task is not None and task.done() and not _lost(task) and task.result().uses >= self._uses:
            self._replaced.append(task.result())
            del self._servers[imports]
            task = None
        if task is None or _lost(task):
            await self._make_room()
            task = asyncio.create_task(self._start(imports))
            self._servers[imports] = task
        self._servers.move_to_end(imports)
        # A caller that is cancelled must not take the server from the others.
        return await asyncio.shield(task)

    def _end_replaced(self) -> None:
        """End the servers that were replaced, once nothing is under way on them."""
        for server in [each for each in self._replaced if not each.busy]:
            self._replaced.remove(server)
            server.close()

    async def _make_room(self) -> None:
        """Drop dead servers, then the longest idle ones beyond the limit."""
        for imports, task in list(self._servers.items()):
            idle = task.done() and not _lost(task) and not task.result().busy
            if _lost(task) or (idle and len(self._servers) >= self._most):
                del self._servers[imports]
                if idle:
                    task.result().close()

    async def _start(self, imports: tuple[Name, ...]) -> ServerClient:
        server = ServerClient()
        await server.start(lambda channel: self._command(imports, channel))
        return server

    def _command(self, imports: Sequence[Name], channel: int) -> list[str]:
        config = configuration(self._toolchain, imports, channel, layers=self._sandbox is not None)
        inner = guest_request.command(SERVER, config)
        if self._sandbox is None:
            return inner
        seen = replace(self._toolchain, readable=(*self._toolchain.readable, guest_request.PACKAGE))
        return self._sandbox.command(seen, Limits(), inner)

    async def close(self) -> None:
        """End every server; may be called twice."""
        self._closed = True
        tasks = list(self._servers.values())
        self._servers.clear()
        for server in self._replaced:
            server.close()
        self._replaced.clear()
        for task in tasks:
            task.cancel()
        for found in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(found, ServerClient):
                found.close()


def _failed(why: str) -> Examination:
    return Examination(None, ReplayOutcome(False, failure=why))


def _lost(task: asyncio.Task[ServerClient]) -> bool:
    """Whether a server's start failed, or it has ended since."""
    if not task.done():
        return False
    return task.cancelled() or task.exception() is not None or not task.result().alive
