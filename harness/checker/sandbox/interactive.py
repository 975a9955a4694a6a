"""The outer side of session.py: a sandboxed process that answers one request after another."""

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

from harness.checker.sandbox._cgroup import MemoryGroup
from harness.checker.sandbox.base import Stop
from harness.checker.sandbox.session import LENGTHS
from harness.errors import SandboxUnavailableError

_SHOWN = 500


class GuestLost(Exception):
    """The process died, or was killed from outside; nothing is known about what it did last."""


@dataclass(frozen=True, slots=True)
class Answer:
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
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._errors = os.memfd_create("errors", os.MFD_CLOEXEC)

    @classmethod
    async def start(
        cls, command: Callable[[int], Sequence[str]], group: MemoryGroup | None = None
    ) -> Interactive:
        """Run `command(channel)`, whose last part is session.py. Raises SandboxUnavailableError."""
        self = cls(group)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with theirs:
                self._run(command(theirs.fileno()), theirs.fileno())
            self._streams = await asyncio.open_connection(sock=ours)
        except BaseException as error:
            ours.close()
            self.kill()
            if isinstance(error, OSError):
                raise SandboxUnavailableError(f"the sandbox can't be started: {error}") from error
            raise
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
        return self._streams is not None

    @property
    def pid(self) -> int | None:
        """The process that was started, the outermost of the sandbox."""
        return self._process.pid if self._process else None

    async def ask(self, text: bytes, *, cpu_s: float, memory: int, output: int, collect: int = 0) -> Answer:
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

    async def _exchange(self, line: bytes, text: bytes) -> Answer:
        if self._streams is None:
            raise GuestLost("it has ended")
        reader, writer = self._streams
        try:
            writer.write(LENGTHS.pack(len(line), len(text)) + line + text)
            await writer.drain()
            head, size = LENGTHS.unpack(await reader.readexactly(LENGTHS.size))
            told = json.loads(await reader.readexactly(head))
            data = await reader.readexactly(size)
        except (OSError, asyncio.IncompleteReadError) as error:
            raise GuestLost(self._last_words() or "its sandbox has ended") from error
        return self._read(told, data)

    def _read(self, told: dict[str, Any], data: bytes) -> Answer:
        if told["trouble"]:
            raise SandboxUnavailableError(f"the program can't be confined or started: {told['trouble']}")
        stopped = told["stopped"]
        code = told["code"]
        if stopped is None and code == -signal.SIGKILL and self._group and self._group.killed():
            stopped = Stop.MEMORY
        return Answer(
            Stop(stopped) if stopped else None,
            code,
            data[: told["output"]],
            told["errors"],
            data[told["output"] :],
            told["cpu_s"],
            told["memory"],
        )

    def _last_words(self) -> str:
        size = os.fstat(self._errors).st_size
        return os.pread(self._errors, _SHOWN, max(0, size - _SHOWN)).decode("utf-8", "replace").strip()

    def kill(self) -> None:
        """End it with everything in its sandbox, at once; may be called twice."""
        streams, self._streams = self._streams, None
        if streams is not None and not self.loop.is_closed():
            streams[1].transport.abort()
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
