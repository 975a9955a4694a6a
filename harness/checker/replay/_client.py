"""The application's side of one replay server: start it, hand it requests, notice its death."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from harness.checker.audit import Depth, ModuleFacts, facts_from_json
from harness.checker.replay.base import Examination, ReplayOutcome
from harness.checker.replay.protocol import CODE_MEMORY, CODE_STACK, CODE_TROUBLE, FACTS_LIMIT, PACKET
from harness.errors import DataError, LeanUnavailableError, ServerDiedError
from harness.lean.olean import Name
from harness.lean.toolchain import Toolchain
from harness.sandbox import Limits, Stop, cpu_net, seccomp
from harness.sandbox.pipes import Stream, sealed

SERVER = "harness.checker.replay.programs.server"
START_S = 60.0
"""How long a server may take to import its header, in seconds."""

_STACK = 112 << 20  # Linux leaves 128 MB for the first thread's stack
_ANSWER = FACTS_LIMIT + (1 << 16)
_SHOWN = 300
_END_S = 10.0
_SIGKILL = 9


def configuration(toolchain: Toolchain, imports: Sequence[Name], channel: int, *, layers: bool) -> str:
    """CONFIG of programs/server.py. layers: whether its children have Landlock without fail."""
    return json.dumps(
        {
            "library": str(toolchain.library),
            "search_path": [str(path) for path in toolchain.search_path],
            "imports": [list(name) for name in imports],
            "socket": channel,
            "stack": _STACK,
            "filter": base64.b64encode(seccomp.program("replay")).decode() if seccomp.supported() else None,
            "landlock": 1 if layers else 0,
        }
    )


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """One module to read and to replay, see Question; reference: the bytes of the one with the statement."""

    module: bytes
    theorem: Name | None
    reference: bytes | None
    level: Depth
    limits: Limits


class ServerClient:
    """One server. `start` it first; belongs to the event loop that started it. It doesn't say what memory it
    holds."""

    memory = first_memory = 0

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._channel: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._count = 0
        self._errors = os.memfd_create("errors", os.MFD_CLOEXEC)

    @property
    def alive(self) -> bool:
        """Whether requests can be sent."""
        return self._channel is not None

    @property
    def uses(self) -> int:
        """Requests that it was given."""
        return self._count

    @property
    def pid(self) -> int | None:
        """The process that was started: the server, or the sandbox around it."""
        return self._process.pid if self._process else None

    async def start(self, command: Callable[[int], Sequence[str]]) -> None:
        """Run `command(channel)` and wait until the header is imported.

        Raises LeanUnavailableError when it can't be.
        """
        try:
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        except OSError:
            self.kill()
            raise
        ours.setblocking(False)
        self._channel = ours
        ready = self._expect(0)
        self._loop.add_reader(ours, self._receive)
        try:
            with theirs:
                self._process = _run(command(theirs.fileno()), theirs.fileno(), self._errors)
            async with asyncio.timeout(START_S):
                first = await ready
        except (OSError, ServerDiedError, TimeoutError) as error:
            said = self._said()
            self.kill()
            raise LeanUnavailableError(
                f"the replay server can't be started: {said or repr(error)}"
            ) from error
        except BaseException:
            self.kill()
            raise
        finally:
            self._replies.pop(0, None)
        if "failed" in first:
            self.kill()
            raise LeanUnavailableError(f"the replay server can't be started: {first['failed']}")

    def _said(self) -> str:
        """The end of what the server wrote to standard error."""
        if self._errors < 0:
            return ""
        size = os.fstat(self._errors).st_size
        return os.pread(self._errors, _SHOWN, max(0, size - _SHOWN)).decode("utf-8", "replace").strip()

    def _expect(self, number: int) -> asyncio.Future[dict[str, Any]]:
        future: asyncio.Future[dict[str, Any]] = self._loop.create_future()
        self._replies[number] = future
        return future

    def _receive(self) -> None:
        try:
            data = self._channel.recv(PACKET) if self._channel else b""
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.kill()
            return
        reply = json.loads(data)
        future = self._replies.get(reply.get("id", 0))
        if future is not None and not future.done():
            future.set_result(reply)

    async def examine(self, request: ReplayRequest) -> Examination:
        """Send one request and wait for its end.

        Raises ServerDiedError if the server ended meanwhile.
        """
        self._count += 1
        number = self._count
        answer = Stream(_ANSWER, lambda: self._cancel(number))
        reply = self._expect(number)
        try:
            self._send(number, request, answer)
            found = await reply
            if not await answer.finish(_END_S) and len(answer.data) < _ANSWER:
                raise ServerDiedError("a replay's answer can't be read to its end")
            data = bytes(answer.data)
            return Examination(_facts(data), _outcome(found, data, request.limits))
        finally:
            if not reply.done():
                self._cancel(number)
                reply.cancel()
            elif not reply.cancelled():
                # Asked for, so that asyncio doesn't report it as lost.
                reply.exception()
            self._replies.pop(number, None)
            answer.close()

    def _send(self, number: int, request: ReplayRequest, answer: Stream) -> None:
        limits = request.limits
        message: dict[str, Any] = {
            "id": number,
            "theorem": request.theorem,
            "cpu_s": cpu_net(limits.cpu_s),
            "wall_s": limits.wall_s,
            "memory": limits.memory,
            "reference": request.reference is not None,
            "level": request.level,
        }
        handles: list[int] = []
        try:
            handles.append(sealed(request.module))
            if request.reference is not None:
                handles.append(sealed(request.reference))
            if self._channel is None:
                raise ServerDiedError("the replay server has ended")
            socket.send_fds(self._channel, [json.dumps(message).encode()], [answer.writer, *handles])
            answer.close_writer()
        except OSError as error:
            self.kill()
            raise ServerDiedError(f"the replay server can't be reached: {error}") from error
        finally:
            for handle in handles:
                os.close(handle)

    def _cancel(self, number: int) -> None:
        if self._channel is not None:
            with contextlib.suppress(OSError):
                self._channel.send(json.dumps({"cancel": number}).encode())

    async def close(self) -> None:
        """As `kill`, which leaves nothing behind."""
        self.kill()

    def kill(self) -> None:
        """End the server and all its children; requests under way raise ServerDiedError."""
        channel, self._channel = self._channel, None
        if channel is not None:
            self._loop.remove_reader(channel)
            channel.close()
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        said = self._said()
        for future in self._replies.values():
            if not future.done():
                future.set_exception(
                    ServerDiedError(f"the replay server has ended{': ' if said else ''}{said}")
                )
        if self._errors >= 0:
            os.close(self._errors)
            self._errors = -1


def _run(command: Sequence[str], channel: int, errors: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env={},
        cwd="/",
        pass_fds=(channel,),
        start_new_session=True,
    )


def _facts(data: bytes) -> ModuleFacts | None:
    """The facts in an answer's first line. The child writes it whole before the kernel sees the module, so
    that nothing that happens in the kernel can change it; None when it didn't come so far."""
    first, end, _ = data.partition(b"\n")
    try:
        return facts_from_json(json.loads(first)) if end else None
    except (ValueError, RecursionError, DataError):
        return None


def _outcome(reply: dict[str, Any], data: bytes, limits: Limits) -> ReplayOutcome:
    """Only an answer of a child that ended by itself counts; the rest is the server's word."""
    if "failed" in reply:
        return ReplayOutcome(False, failure=reply["failed"])
    code, cpu_s, stopped = int(reply["code"]), float(reply["cpu_s"]), reply["stopped"]
    last = data.rpartition(b"\n")[2]
    shown = last.decode("utf-8", "replace")[-_SHOWN:]
    if code == CODE_TROUBLE:
        return ReplayOutcome(False, cpu_s=cpu_s, failure=f"a replay went wrong: {shown}")
    if stopped == "wall":
        return ReplayOutcome(False, cpu_s=cpu_s, stopped=Stop.WALL)
    if cpu_s >= limits.cpu_s:
        return ReplayOutcome(False, cpu_s=cpu_s, stopped=Stop.CPU)
    # Lean ends with 1 when an allocation fails; a panic aborts. Whose memory was short isn't known.
    if code in (CODE_MEMORY, 1):
        return ReplayOutcome(False, cpu_s=cpu_s, stopped=Stop.MEMORY, sure=False)
    if code == -_SIGKILL and stopped is None:
        return ReplayOutcome(False, cpu_s=cpu_s, failure="a replay was killed from outside")
    if code != 0:
        detail, full = f"the kernel crashed (code {code}) {shown}", code == CODE_STACK
        return ReplayOutcome(False, detail, cpu_s=cpu_s, crashed=True, sure=full)
    try:
        answer = json.loads(last)
        return ReplayOutcome(
            ok=answer["ok"] is True,
            # JSON has halves of surrogate pairs, which no encoding has.
            detail=str(answer.get("detail", "")).encode("utf-8", "replace").decode(),
            constants=int(answer.get("constants", 0)),
            cpu_s=cpu_s,
        )
    except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError):
        return ReplayOutcome(False, f"no answer: {shown}", cpu_s=cpu_s, crashed=True, sure=False)
