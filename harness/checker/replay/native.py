"""NativeReplay: replays by the embedded Lean's own kernel, in forks of a server that holds the header."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from harness.checker.pool import Pool, PoolLimits, PoolStats
from harness.checker.replay._client import SERVER, ReplayRequest, ServerClient, configuration
from harness.checker.replay.base import Examination, Question, Replayer, ReplayOutcome
from harness.errors import InfrastructureError, LeanUnavailableError, ServerDiedError
from harness.lean.native.library import LEAN_VERSION
from harness.lean.olean import Name
from harness.lean.toolchain import Toolchain
from harness.machine import usable_cores
from harness.sandbox import Limits, guest_request
from harness.sandbox.bubblewrap import Bubblewrap

_TRIES = 2
_LIMITS = PoolLimits()


def available(toolchain: Toolchain) -> bool:
    """Whether `NativeReplay` can serve this toolchain on this machine."""
    return (
        toolchain.library is not None
        and toolchain.lean_version == LEAN_VERSION
        and sys.platform == "linux"
        and sys.byteorder == "little"
        and sys.maxsize > 1 << 32
    )


class NativeReplay(Replayer):
    """One server per header, started when it is first needed; belongs to one event loop.

    sandbox: bubblewrap around the servers; None runs them with this user's rights. jobs: replays at once.
    limits: on the servers that are kept.
    """

    def __init__(
        self,
        toolchain: Toolchain,
        sandbox: Bubblewrap | None,
        *,
        jobs: int | None = None,
        limits: PoolLimits = _LIMITS,
    ) -> None:
        if not available(toolchain):
            raise LeanUnavailableError(
                f"the kernel of {toolchain.name} (Lean {toolchain.lean_version}) can't be called from here: "
                f"it needs the embedded Lean {LEAN_VERSION} on 64-bit Linux; use --replay auto or never"
            )
        self._toolchain, self._sandbox = toolchain, sandbox
        self._turns = asyncio.Semaphore(jobs or usable_cores())
        self._servers = Pool(self._start, limits, shared=True)
        self._closed = False

    def description(self) -> Mapping[str, Any]:
        """What verdicts record."""
        return {"replay": "kernel"}

    def stats(self) -> PoolStats:
        """See Replayer.stats."""
        return self._servers.stats()

    async def examine(self, module: bytes, question: Question, limits: Limits) -> Examination:
        """See Replayer.examine. A request whose server dies is repeated once, on another one."""
        reference = None if question.reference is None else question.reference.data
        request = ReplayRequest(module, question.theorem, reference, question.level, limits)
        trouble = ""
        async with self._turns:
            for _ in range(_TRIES):
                if self._closed:
                    return _failed("the replayer is closed")
                try:
                    async with self._servers.use(question.imports) as server:
                        return await server.examine(request)
                except ServerDiedError as error:
                    trouble = str(error)
                except (InfrastructureError, OSError) as error:
                    return _failed(str(error))
        return _failed(f"{trouble}, twice")

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
        await self._servers.close()


def _failed(why: str) -> Examination:
    return Examination(None, ReplayOutcome(False, failure=why))
