"""The application's side of one server: start it, hand it texts, collect what comes back."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from harness.checker.engines.fork.protocol import PACKET, ChildLimits
from harness.errors import EngineUnsupportedError, NotWholeError
from harness.sandbox import Limits, Stop, cpu_net, seccomp
from harness.sandbox.guest_request import ADDRESS_SPACE, OPEN_FILES, PACKAGE, python
from harness.sandbox.pipes import Stream, read_module, sealed

PROGRAM = "from harness.checker.engines.fork.programs.serve import main; main()"
_START_S = 120.0
_END_S = 10.0
_ERRORS_SHOWN = 2000
_COMMANDS_LIMIT = 16 << 20
"""Bytes; a command takes about 80, and a candidate has a million characters at most."""


class ServerLost(Exception):
    """The server died; nothing is known about what ran in it."""


@dataclass(frozen=True, slots=True)
class ForkSetup:
    """What a server is started with.

    header: Lean source that holds the imports alone. options: Lean's, each name=value. readable: what its
    namespaces show. program: Python that calls `serve.main`.
    """

    library: Path
    search_path: tuple[Path, ...]
    header: str
    options: tuple[str, ...] = ()
    readable: tuple[Path, ...] = ()
    program: str = PROGRAM

    def arguments(self, connection: int) -> list[str]:
        """The command line of the server that talks through the descriptor `connection`."""
        config = {
            "library": str(self.library),
            "search_path": [str(path) for path in self.search_path],
            "header": self.header,
            "options": self.options,
            "readable": [str(path) for path in (*self.search_path, *self.readable, "/dev/urandom")],
            "filter": base64.b64encode(seccomp.program("elaborate")).decode(),
        }
        code = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); {self.program}"
        return [str(python()), "-I", "-S", "-c", code, json.dumps(config), str(connection)]


@dataclass(frozen=True, slots=True)
class Finished:
    """How a child ended and what it left; output, errors and module come from the candidate.

    commands: what Lean's parser found, written before anything of the candidate ran.
    decided: it was ended because `first_error` saw its first error message.
    """

    stopped: Stop | None
    code: int | None
    output: bytes
    errors: bytes
    module: bytes | None
    cpu_s: float
    wall_s: float
    trouble: str
    commands: bytes = b""
    decided: bool = False


@dataclass(slots=True)
class _Job:
    """One candidate under way. `why`: the limit that this side ended it for."""

    answer: asyncio.Future[tuple[dict[str, Any], bytes | None]]
    scratch: int
    why: Stop | None = None
    decided: bool = False
    killed: bool = field(default=False)


class ForkServer:
    """One server process. It belongs to the event loop that it was started in.

    uses: texts that it was given. memory, first_memory: bytes of its anonymous memory, as it said last, and
    when it was ready.
    """

    def __init__(self, setup: ForkSetup) -> None:
        self.loop = asyncio.get_running_loop()
        self.messages: tuple[str, ...] = ()
        self.refused = False
        self.alive = True
        self.uses = self.memory = self.first_memory = 0
        self._has_code = False
        self._jobs: dict[int, _Job] = {}
        self._number = 0
        self._hello: asyncio.Future[dict[str, Any]] = self.loop.create_future()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        self._socket = ours
        try:
            self._process = subprocess.Popen(
                setup.arguments(theirs.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            raise EngineUnsupportedError(f"the server can't be started: {error}") from error
        finally:
            theirs.close()
        self.loop.add_reader(ours, self._receive)

    @classmethod
    async def start(cls, setup: ForkSetup) -> ForkServer:
        """A server that has imported the header.

        Raises EngineUnsupportedError when this machine can't have one, ServerLost when it died by the way.
        """
        if not seccomp.supported():
            raise EngineUnsupportedError("engine fork needs Linux on x86-64")
        server = cls(setup)
        try:
            hello = await asyncio.wait_for(server._hello, _START_S)
        except TimeoutError:
            server.kill()
            raise ServerLost(f"it didn't answer within {_START_S:.0f} s") from None
        except BaseException:
            server.kill()
            raise
        if "error" in hello:
            server.kill()
            raise EngineUnsupportedError(f"no fork server can be made here: {hello['error']}")
        server.memory = server.first_memory = int(hello["memory"])
        server.messages = tuple(line for line in hello["messages"] if line)
        server.refused = bool(hello["refused"])
        return server

    @property
    def pid(self) -> int:
        """Of the process that we started, the parent of the server's first one."""
        return self._process.pid

    def _receive(self) -> None:
        try:
            data, handles, flags, _ = socket.recv_fds(self._socket, PACKET, 1)
        except BlockingIOError:
            return
        except (OSError, MemoryError):
            data, handles, flags = b"", [], 0
        if not data:
            self._lost()
            return
        message = json.loads(data)
        self.memory = message.get("memory", self.memory)
        try:
            job = self._jobs.pop(message["id"], None) if "id" in message else None
            if job is not None and not job.answer.done():
                self._settle(job, message, handles, flags)
            elif job is None and not self._hello.done():
                self._hello.set_result(message)
        finally:
            for handle in handles:
                os.close(handle)

    @staticmethod
    def _settle(job: _Job, answer: dict[str, Any], handles: list[int], flags: int) -> None:
        """Give the job its answer; what the server says is there must have come."""
        size = answer["module"]
        try:
            if size is None:
                module = None
            elif not handles or size > job.scratch:
                lost = "its descriptor was lost" if flags & socket.MSG_CTRUNC else "it didn't come"
                raise NotWholeError(f"a module of {size} bytes was written and {lost}")
            else:
                module = read_module(handles[0], size)
        except (OSError, MemoryError, NotWholeError) as error:
            job.answer.set_exception(NotWholeError(f"the module can't be had: {error}"))
        else:
            job.answer.set_result((answer, module))

    def _lost(self) -> None:
        """The other end is closed."""
        self.kill()
        code = self._process.returncode
        lost = ServerLost(f"the server ended with code {code}")
        waiting: list[asyncio.Future[Any]] = [self._hello, *(job.answer for job in self._jobs.values())]
        for future in waiting:
            if not future.done():
                future.set_exception(lost)
                # Whoever waited may be gone already.
                future.exception()
        self._jobs.clear()

    async def run(
        self, text: bytes, limits: Limits, is_error: Callable[[bytes], bool] | None = None
    ) -> Finished:
        """Have a child elaborate `text`; cancelling kills the child.

        is_error: called with each line of output; the child is ended at the first one for which it is true.
        Raises ServerLost, and NotWholeError or OSError when what the child left can't be had.
        """
        self._number += 1
        self.uses += 1
        ident, started = self._number, time.monotonic()
        job = _Job(self.loop.create_future(), limits.scratch)

        def look(line: bytes) -> None:
            if is_error is not None and not job.decided and is_error(line):
                job.decided = True
                self._kill(ident)

        def full() -> None:
            self._stop(ident, Stop.OUTPUT)

        with contextlib.ExitStack() as opened:
            output = Stream(limits.output, full, look if is_error else None)
            opened.callback(output.close)
            errors = Stream(limits.output, full)
            opened.callback(errors.close)
            commands = Stream(_COMMANDS_LIMIT, full)
            opened.callback(commands.close)
            opened.callback(self._kill, ident)
            timer = self.loop.call_later(limits.wall_s, self._stop, ident, Stop.WALL)
            opened.callback(timer.cancel)
            streams = (output, errors, commands)
            await self._request(ident, job, limits, text, streams)
            answer, module = await job.answer
            ended = True
            for stream in streams:
                ended = ended and await stream.finish(_END_S)
            stopped = job.why or _stop(answer.get("stopped"))
            trouble = str(answer.get("trouble") or "")
            if not trouble and not answer["began"] and stopped is None and not job.decided:
                trouble = f"it ended before the text was begun (code {answer['code']})"
            if not ended:
                trouble = (
                    "its output can't be read to the end, or processes were left behind that hold it open"
                )
            return Finished(
                stopped=stopped,
                code=answer["code"],
                output=bytes(output.data),
                errors=bytes(errors.data[-_ERRORS_SHOWN:]),
                module=module,
                cpu_s=float(answer.get("cpu_s", 0.0)),
                wall_s=time.monotonic() - started,
                trouble=trouble,
                commands=bytes(commands.data),
                decided=job.decided,
            )

    async def _request(
        self, ident: int, job: _Job, limits: Limits, text: bytes, streams: Sequence[Stream]
    ) -> None:
        asked = ChildLimits(
            cpu_s=limits.cpu_s,
            cpu_net_s=cpu_net(limits.cpu_s),
            memory=limits.memory,
            address=ADDRESS_SPACE,
            scratch=limits.scratch,
            open_files=OPEN_FILES,
            processes=limits.processes,
            heartbeats=limits.heartbeats,
        )
        source = sealed(text)
        sent = False
        self._jobs[ident] = job
        try:
            packet = json.dumps({"id": ident, "limits": asdict(asked)}).encode()
            handles = [source, *(stream.writer for stream in streams)]
            while self.alive:
                try:
                    socket.send_fds(self._socket, [packet], handles)
                    sent = True
                    return
                except BlockingIOError:
                    await self._writable()
                except OSError:
                    break
            self._lost()
            raise ServerLost("the server is gone")
        finally:
            if not sent:
                self._jobs.pop(ident, None)
            os.close(source)
            for stream in streams:
                stream.close_writer()

    def use_code(self, handle: int) -> None:
        """Have the server run on a copy of Lean's machine code, see `code.CodeCopy`; only the first time."""
        if self._has_code or not self.alive:
            return
        with contextlib.suppress(OSError):
            socket.send_fds(self._socket, [b'{"code": true}'], [handle])
            self._has_code = True

    async def _writable(self) -> None:
        ready: asyncio.Future[None] = self.loop.create_future()
        handle = os.dup(self._socket.fileno())
        self.loop.add_writer(handle, _resolve, ready)
        try:
            await ready
        finally:
            self.loop.remove_writer(handle)
            os.close(handle)

    def _stop(self, ident: int, why: Stop) -> None:
        job = self._jobs.get(ident)
        if job is not None and not job.killed:
            job.why = why
            self._kill(ident)

    def _kill(self, ident: int) -> None:
        """Have the server kill a child that still runs; a server that can't is killed itself."""
        job = self._jobs.get(ident)
        if job is None or job.killed or not self.alive:
            return
        job.killed = True
        try:
            self._socket.send(json.dumps({"kill": ident}).encode())
        except OSError:
            self._lost()
            return
        self.loop.call_later(_END_S, self._check_killed, ident)

    def _check_killed(self, ident: int) -> None:
        if ident in self._jobs:
            self._lost()

    def kill(self) -> None:
        """End the server and everything in it, at once."""
        if not self.alive:
            return
        self.alive = False
        if not self.loop.is_closed():
            self.loop.remove_reader(self._socket)
        self._socket.close()
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    async def close(self) -> None:
        """End the server, and wait until nothing of it is left."""
        if not self.alive:
            return
        self.alive = False
        self.loop.remove_reader(self._socket)
        handle = os.pidfd_open(self._process.pid)
        ended: asyncio.Future[None] = self.loop.create_future()
        self.loop.add_reader(handle, _resolve, ended)
        try:
            # The server ends when its socket does, and our child after it.
            self._socket.close()
            await asyncio.wait([ended], timeout=_END_S)
        finally:
            self.loop.remove_reader(handle)
            os.close(handle)
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            self._process.wait()


def _resolve(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _stop(name: str | None) -> Stop | None:
    return Stop(name) if name in (Stop.CPU, Stop.MEMORY, Stop.FILES) else None
