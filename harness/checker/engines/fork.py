"""Engine `fork`: a server that has imported the header once forks a confined child for each text."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from harness.checker.engines.base import Elaboration, Engine
from harness.checker.engines.messages import read_messages
from harness.checker.forkserver.front import Finished, ForkServer, ForkUnsupported, ServerLost, Setup
from harness.checker.forkserver.header import leading_header
from harness.checker.sandbox import Limits, seccomp
from harness.lean.toolchain import Toolchain

OTHER_HEADER = "the text has another header"
_TRIES = 2
_MAX_SERVERS = 4
_ERROR_MARK = b'"severity":"error"'

__all__ = ["ForkEngine", "ForkUnsupported"]


@dataclass(slots=True)
class _Slot:
    """A header's server, or its start that is under way; `users`: texts that need it now."""

    server: asyncio.Task[ForkServer]
    loop: asyncio.AbstractEventLoop
    users: int = 0

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


class ForkEngine:
    """One server for each header, the `max_servers` that were used last.

    first_error: end a text at its first error message. The messages then end there, and the code is 1.
    elsewhere: the engine for a text whose imports Lean reads otherwise than we do, or that can't have a
    server; without one such a text is our failure.
    """

    def __init__(
        self,
        toolchain: Toolchain,
        *,
        first_error: bool = False,
        max_servers: int = _MAX_SERVERS,
        elsewhere: Engine | None = None,
    ) -> None:
        if toolchain.library is None or not seccomp.supported():
            raise ForkUnsupported("engine fork needs the embedded Lean, and Linux on x86-64")
        self._toolchain, self._library = toolchain, toolchain.library
        self._first_error, self._max_servers, self._elsewhere = first_error, max_servers, elsewhere
        self._slots: OrderedDict[str, _Slot] = OrderedDict()

    def description(self) -> Mapping[str, Any]:
        """The engine and its walls."""
        return {"engine": "fork", "sandbox": "namespaces", "seccomp": True, "memory": "watched"}

    async def elaborate(self, text: str, limits: Limits) -> Elaboration:
        """See Engine.elaborate. A server that dies under a text is replaced, and the text repeated once."""
        header = leading_header(text)
        why = ""
        for _ in range(_TRIES):
            slot = self._slot(header)
            slot.users += 1
            try:
                server = await asyncio.shield(slot.server)
                if server.refused:
                    messages, noise = read_messages("\n".join(server.messages).encode())
                    return Elaboration(None, 1, messages=messages, noise=noise)
                is_error = _is_error if self._first_error else None
                done = await server.run(text.encode("utf-8"), limits, is_error)
            except ServerLost as error:
                why = str(error)
                continue
            except ForkUnsupported as error:
                self._slots.pop(header, None)
                return await self._by_other_engine(text, limits, str(error))
            finally:
                slot.users -= 1
            if done.code == 1 and not done.output and OTHER_HEADER.encode() in done.errors:
                return await self._by_other_engine(
                    text, limits, "its server has other imports than Lean reads"
                )
            return _elaboration(done)
        return _failed(f"the fork server died twice under this text: {why}")

    async def _by_other_engine(self, text: str, limits: Limits, why: str) -> Elaboration:
        if self._elsewhere is None:
            return _failed(f"{why}; use --engine process")
        return await self._elsewhere.elaborate(text, limits)

    def _slot(self, header: str) -> _Slot:
        """The header's slot, made or replaced if need be; the least recently used idle ones make room."""
        slot = self._slots.get(header)
        if slot is None or not slot.usable():
            if slot is not None:
                _end(slot)
            options = tuple(f"{name}={value}" for name, value in self._toolchain.options)
            setup = Setup(self._library, self._toolchain.search_path, header, options)
            loop = asyncio.get_running_loop()
            slot = self._slots[header] = _Slot(loop.create_task(ForkServer.start(setup)), loop)
        self._slots.move_to_end(header)
        idle = [key for key, each in self._slots.items() if not each.users and each is not slot]
        for key in idle[: max(0, len(self._slots) - self._max_servers)]:
            _end(self._slots.pop(key))
        return slot

    async def close(self) -> None:
        """End all servers, and wait for their end."""
        slots = list(self._slots.values())
        self._slots.clear()
        if self._elsewhere is not None:
            await self._elsewhere.close()
        for slot in slots:
            server = slot.current()
            if server is not None and slot.loop is asyncio.get_running_loop():
                await server.close()
            else:
                _end(slot)


def _end(slot: _Slot) -> None:
    server = slot.current()
    if server is not None:
        server.kill()
    elif not slot.server.done() and not slot.loop.is_closed():
        slot.server.cancel()


def _is_error(line: bytes) -> bool:
    if _ERROR_MARK not in line:
        return False
    messages, _ = read_messages(line)
    return any(message.severity == "error" for message in messages)


def _failed(why: str) -> Elaboration:
    return Elaboration(None, None, failure=why)


def _elaboration(done: Finished) -> Elaboration:
    if done.trouble:
        return _failed(f"a child can't be confined: {done.trouble}")
    messages, noise = read_messages(done.output)
    if done.decided:
        first = next((i for i, each in enumerate(messages) if each.severity == "error"), len(messages))
        messages = messages[: first + 1]
    return Elaboration(
        stopped=None if done.decided else done.stopped,
        code=1 if done.decided else done.code,
        messages=messages,
        module=done.module if done.code == 0 and done.stopped is None else None,
        noise=noise,
        errors=done.errors.decode("utf-8", "replace"),
        cpu_s=done.cpu_s,
        wall_s=done.wall_s,
    )
