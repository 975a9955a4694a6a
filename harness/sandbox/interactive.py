"""The application's side of programs/session.py: a sandboxed process that answers many requests."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from harness.errors import SandboxUnavailableError
from harness.sandbox._cgroup import MemoryGroup
from harness.sandbox.base import Stop
from harness.sandbox.protocol import LENGTHS

_SHOWN = 500


class GuestLost(Exception):
    """The process died, or was killed from outside; nothing is known about what it did last."""


@dataclass(frozen=True, slots=True)
class GuestAnswer:
    """What one request came to. output, errors (their end) and module come from where candidates run.

    stopped: the limit that ended the process. code: how it ended, None while it lives. memory: bytes of
    resident anonymous memory.
    """

    stopped: Stop | None
    code: int | None
    output: bytes
    errors: str
    module: bytes
    cpu_s: float
    memory: int


class Interactive:
    """One such process with everything around it; belongs to the event loop that started it.

    group: the memory control group that it is in, removed at its end.
    """

    def __init__(self, group: MemoryGroup | None) -> None:
        self.loop = asyncio.get_running_loop()
        self._group = group
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._errors = os.memfd_create("errors", os.MFD_CLOEXEC)

    @classmethod
    def start(cls, command: Callable[[int], Sequence[str]], group: MemoryGroup | None = None) -> Interactive:
        """Run `command(channel)`, whose last part is session.py. Raises SandboxUnavailableError."""
        try:
            self = cls(group)
        except OSError as error:
            if group is not None:
                group.remove()
            raise SandboxUnavailableError(f"the sandbox can't be started: {error}") from error
        try:
            self._channel, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            self._channel.setblocking(False)
            with theirs:
                self._run(command(theirs.fileno()), theirs.fileno())
        except OSError as error:
            self.kill()
            raise SandboxUnavailableError(f"the sandbox can't be started: {error}") from error
        return self

    def _run(self, command: Sequence[str], channel: int) -> None:
        self._process = subprocess.Popen(
            self._group.enter(command) if self._group else list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env={},
            cwd="/",
            pass_fds=(channel,),
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        """Whether requests can be sent."""
        return self._channel is not None

    @property
    def pid(self) -> int | None:
        """The process that was started, the outermost of the sandbox."""
        return self._process.pid if self._process else None

    async def ask(
        self, text: bytes, *, cpu_s: float, memory: int, output: int, collect: int = 0
    ) -> GuestAnswer:
        """Give the program `text`, and wait for its answer up to an empty line; see session.py.

        Raises GuestLost. It ends with a limit that is met, with an error and when the caller is cancelled.
        """
        request = {"cpu_s": cpu_s, "memory": memory, "output": output, "collect": collect}
        try:
            answer = await self._exchange(json.dumps(request).encode(), text)
        except BaseException:
            self.kill()
            raise
        if answer.code is not None:
            self.kill()
        return answer

    async def _exchange(self, line: bytes, text: bytes) -> GuestAnswer:
        if self._channel is None:
            raise GuestLost("it has ended")
        try:
            await self.loop.sock_sendall(self._channel, LENGTHS.pack(len(line), len(text)) + line + text)
            head, size = LENGTHS.unpack(await self._receive(self._channel, LENGTHS.size))
            reply = json.loads(await self._receive(self._channel, head))
            data = await self._receive(self._channel, size)
        except OSError as error:
            raise GuestLost(self._last_words() or str(error)) from error
        return self._read(reply, data)

    async def _receive(self, channel: socket.socket, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            block = await self.loop.sock_recv(channel, size - len(data))
            if not block:
                raise ConnectionResetError("its sandbox has ended")
            data += block
        return bytes(data)

    def _read(self, reply: dict[str, Any], data: bytes) -> GuestAnswer:
        if reply["trouble"]:
            raise SandboxUnavailableError(f"the program can't be confined or started: {reply['trouble']}")
        stopped = reply["stopped"]
        code = reply["code"]
        if stopped is None and code == -signal.SIGKILL and self._group and self._group.killed():
            stopped = Stop.MEMORY
        return GuestAnswer(
            Stop(stopped) if stopped else None,
            code,
            data[: reply["output"]],
            reply["errors"],
            data[reply["output"] :],
            reply["cpu_s"],
            reply["memory"],
        )

    def _last_words(self) -> str:
        size = os.fstat(self._errors).st_size
        return os.pread(self._errors, _SHOWN, max(0, size - _SHOWN)).decode("utf-8", "replace").strip()

    def kill(self) -> None:
        """End it with everything in its sandbox, at once; may be called twice."""
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.close()
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._group is not None:
            self._group.remove()
            self._group = None
        if self._errors >= 0:
            os.close(self._errors)
            self._errors = -1
