"""The server's program: import a header, then fork a confined child for each request.

`main` is started by `front` with two arguments: the configuration as JSON and the descriptor of a socket
whose messages are whole packets of JSON.
In:  {"id", "limits"} with the descriptors of the text, the output, the errors and the commands; {"kill": id};
{"code"} with the descriptor of a copy of the library's machine code.
Out: {"ready", "messages", "refused", "memory"} or {"error"} once; then for each request {"id", "code",
"cpu_s", "stopped", "trouble", "began", "module"}. began: whether the child was confined and got as far as
the text. module: the size in bytes of the compiled module, whose descriptor comes along; null when the child
left none. Now and then "memory" comes along: bytes of anonymous memory that the server holds.
The text and the results never enter the server's memory, of which every child has a copy.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import gc
import json
import math
import os
import select
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.checker.engines.fork import kernel as k
from harness.checker.engines.fork import room
from harness.checker.engines.fork.confine import ChildLimits, confine, new_scratch
from harness.sandbox import guest

MODULE = "Candidate.olean"
SOURCE = "Candidate.lean"
PACKET = 1 << 16
TICK_S = 0.01
"""Least time between two looks at the children's memory."""
FILL = 8 << 30
"""Bytes of fresh memory that one core can fill in a second at most."""
_UID = 65534
_BLOCK = 1 << 16
_MEMORY_EACH = 16
"""Answers from one word about the server's memory to the next."""
_IOLBF = 1
_TROUBLE = 3
COMMANDS = 4
DESCRIPTORS = 4
"""Those of a request: text, output, errors and commands."""
_MESSAGES_SHOWN = 50_000

Work = Callable[[bytes, int], int]
"""What a child does: (text, heartbeats) -> exit code. It closes COMMANDS before anything of the text runs."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A server that can fork: what its children do, and Lean's messages about the header.

    use_code: maps a copy of the library's machine code, see `harness.lean.native.pages`.
    """

    work: Work
    messages: tuple[str, ...] = ()
    refused: bool = False
    use_code: Callable[[int], object] = bool


Prepare = Callable[[dict[str, Any]], Callable[[], Ready]]
"""Loads what the room won't show; the result is called inside the room."""


@dataclass(slots=True)
class _Child:
    """One running candidate; `scratch`, `status` (of /proc) and `trouble` are descriptors."""

    ident: int
    pid: int
    limits: ChildLimits
    scratch: int
    status: int
    trouble: int
    stopped: str | None = None


def prepare_lean(config: dict[str, Any]) -> Callable[[], Ready]:
    """Load Lean now; inside, start it and import the header of `config`."""
    from harness.lean.native.elaborate import Frontend

    frontend = Frontend(Path(config["library"]))

    def inside() -> Ready:
        frontend.start([Path(path) for path in config["search_path"]], config["options"])
        header = frontend.import_header(config["header"], SOURCE)

        def work(text: bytes, heartbeats: int) -> int:
            return frontend.elaborate(
                header, text, file=SOURCE, module=MODULE, heartbeats=heartbeats, commands=COMMANDS
            )

        return Ready(work, header.messages, header.environment is None, frontend.use_code_copy)

    return inside


class Server:
    """The loop: it waits for requests and for children, and looks at their memory while any runs."""

    def __init__(self, connection: socket.socket, ready: Ready, filter_program: bytes) -> None:
        self._connection, self._work, self._use_code = connection, ready.work, ready.use_code
        self._filter = k.Filter(filter_program)
        self._memory = os.open("/proc/self/status", os.O_RDONLY | os.O_CLOEXEC)
        self._answers = 0
        self._own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self._children: dict[int, _Child] = {}
        self._own = _resident(self._memory)
        self._fill = FILL * len(os.sched_getaffinity(0))
        self._look_at = math.inf
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)

    def say_ready(self, messages: Sequence[str], refused: bool) -> None:
        """Tell the front that requests may come."""
        first = {"ready": True, "messages": messages, "refused": refused, "memory": _resident(self._memory)}
        self._connection.send(json.dumps(first).encode())

    def run(self) -> None:
        """Serve until the front closes its end; never returns."""
        while True:
            for handle, _ in self._poll.poll(self._patience()):
                if handle in self._children:
                    self._finish(handle)
                else:
                    self._receive()
            if self._children and time.monotonic() >= self._look_at:
                self._look_at_memory()

    def _patience(self) -> float | None:
        """Milliseconds until a child could be over its memory limit."""
        return max(0.0, self._look_at - time.monotonic()) * 1000 + 1 if self._children else None

    def _look_at_memory(self) -> None:
        self._look_at = math.inf
        for handle, child in self._children.items():
            left = child.limits.memory - _resident(child.status)
            if left < 0 and child.stopped is None:
                self._kill(handle, "memory")
            self._look_when_full(left)

    def _look_when_full(self, room: int) -> None:
        """Look at the latest when a child could have filled `room` bytes more, with every core."""
        self._look_at = min(self._look_at, time.monotonic() + max(TICK_S, room / self._fill))

    def _receive(self) -> None:
        data, handles, flags, _ = socket.recv_fds(self._connection, PACKET, DESCRIPTORS)
        if not data:
            os._exit(0)
        request = json.loads(data)
        if "kill" in request:
            for handle, child in self._children.items():
                if child.ident == request["kill"]:
                    self._kill(handle, "front")
            return
        try:
            if "code" in request:
                for handle in handles:
                    self._use_code(handle)
            elif len(handles) != DESCRIPTORS or flags & socket.MSG_CTRUNC:
                self._refuse(request["id"], "descriptors were lost on the way: too many are open")
            else:
                self._start(request["id"], ChildLimits.read(request["limits"]), handles)
        except OSError as error:
            if "id" in request:
                self._refuse(request["id"], str(error))
        finally:
            for handle in handles:
                os.close(handle)

    def _refuse(self, ident: int, why: str) -> None:
        """Answer a request that no child could be made for."""
        trouble = f"no child can be made: {why}"
        self._answer({"id": ident, "code": None, "trouble": trouble, "began": False, "module": None})

    def _start(self, ident: int, limits: ChildLimits, handles: Sequence[int]) -> None:
        with contextlib.ExitStack() as opened:
            scratch = new_scratch(limits.scratch)
            opened.callback(os.close, scratch)
            read_end, write_end = os.pipe()
            opened.callback(os.close, read_end)
            try:
                pid = self._fork(lambda: self._child(limits, handles, scratch, write_end))
            finally:
                os.close(write_end)
            # A child that can't be watched may not stay.
            opened.callback(_end, pid)
            process = os.pidfd_open(pid)
            opened.callback(os.close, process)
            status = os.open(f"/proc/{pid}/status", os.O_RDONLY | os.O_CLOEXEC)
            opened.pop_all()
        if not self._children:
            self._look_at = math.inf
        self._children[process] = _Child(ident, pid, limits, scratch, status, read_end)
        self._look_when_full(limits.memory - self._own)
        self._poll.register(process, select.POLLIN)

    def _fork(self, child: Callable[[], None]) -> int:
        """The pid of a child in a pid namespace of its own, which does `child`. Raises OSError."""
        k.unshare(k.NEW_PID, "pid namespace for a child")
        try:
            pid = os.fork()
            if pid == 0:
                child()
            return pid
        finally:
            self._leave_namespace()

    def _leave_namespace(self) -> None:
        """Go back from a child's pid namespace, whatever became of the child: else no other could be made."""
        try:
            k.enter_namespace(self._own_pids, k.NEW_PID)
        except OSError:
            os._exit(1)

    def _child(self, limits: ChildLimits, streams: Sequence[int], scratch: int, trouble: int) -> None:
        """The candidate's process; never returns."""
        code = 97
        try:
            libc = ctypes.CDLL(None)
            confine(limits, streams, scratch, trouble)
            self._filter.install()
            os.write(_TROUBLE, guest.BEGAN)
            os.close(_TROUBLE)
        except BaseException as error:  # noqa: BLE001  whatever it is, the front must hear of it
            _tell_trouble(error, trouble, _TROUBLE)
            os._exit(code)
        try:
            # Each message leaves as soon as it is whole, so that the front may stop at the first error.
            libc.setvbuf(ctypes.c_void_p.in_dll(libc, "stdout"), None, _IOLBF, ctypes.c_size_t(0))
            source = b"".join(iter(lambda: os.read(0, _BLOCK), b""))
            code = self._work(source, limits.heartbeats)
        except BaseException as error:  # noqa: BLE001
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            code = 1
        finally:
            libc.fflush(None)
            os._exit(code & 0xFF)

    def _kill(self, handle: int, why: str) -> None:
        child = self._children[handle]
        child.stopped = child.stopped or why
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)

    def _finish(self, handle: int) -> None:
        """The child is dead, and with it, as the first of its pid namespace, everything that it started."""
        child = self._children.pop(handle)
        self._poll.unregister(handle)
        _, status, usage = os.wait4(child.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        cpu_s = usage.ru_utime + usage.ru_stime
        told = os.read(child.trouble, _BLOCK)
        trouble = guest.trouble_in(told) if told else ""
        stopped, module = None, list[int]()
        try:
            stopped = _stopped(child, code, cpu_s)
            module = _open_module(child.scratch, child.limits.scratch)
        except OSError as error:
            trouble = f"what the text left can't be looked at: {error}"
        answer = {
            "id": child.ident,
            "code": code,
            "cpu_s": cpu_s,
            "stopped": stopped,
            "trouble": trouble,
            "began": told.startswith(guest.BEGAN),
            "module": os.fstat(module[0]).st_size if module else None,
        }
        for each in (handle, child.scratch, child.status, child.trouble):
            os.close(each)
        self._answer(answer, module)
        for each in module:
            os.close(each)

    def _answer(self, answer: dict[str, Any], handles: Sequence[int] = ()) -> None:
        self._answers += 1
        if self._answers % _MEMORY_EACH == 0:
            answer["memory"] = _resident(self._memory)
        socket.send_fds(self._connection, [json.dumps(answer).encode()], list(handles))


def _resident(status: int) -> int:
    """Bytes of memory of a process, see `guest.resident`; 0 once it is dead."""
    with contextlib.suppress(OSError):
        return guest.resident(status)
    return 0


def _stopped(child: _Child, code: int, cpu_s: float) -> str | None:
    # What was measured decides: a child may end with any code, those by which the kernel's limits end it
    # (see confine) among them.
    if cpu_s >= child.limits.cpu_s:
        return "cpu"
    if child.stopped is not None:
        return child.stopped
    return "files" if _is_full(child, failed=code != 0) else None


def _is_full(child: _Child, *, failed: bool) -> bool:
    size = child.limits.scratch
    if guest.Folder(child.scratch, size, guest.FILES).has_too_many():
        return True
    if not failed:
        return False
    folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=child.scratch)
    try:
        return guest.Folder(folder, size, guest.FILES).is_full()
    finally:
        os.close(folder)


def _tell_trouble(error: BaseException, *handles: int) -> None:
    """Say what kept a child from its text, by the first of the descriptors that is open."""
    for handle in handles:
        with contextlib.suppress(OSError):
            os.write(handle, f"{type(error).__name__}: {error}".encode(errors="replace")[:2000])
            return


def _open_module(scratch: int, limit: int) -> list[int]:
    """The module's descriptor if it is a plain file of at most `limit` bytes: the folder is the candidate's,
    so no links, no pipes.

    Raises OSError when it can't be told what there is.
    """
    try:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        handle = os.open(MODULE, flags, dir_fd=scratch)
    except OSError as error:
        if error.errno in guest.NOT_A_FILE:
            return []
        raise
    status = os.fstat(handle)
    if stat.S_ISREG(status.st_mode) and status.st_size <= limit:
        return [handle]
    os.close(handle)
    return []


def _end(pid: int) -> None:
    """Kill a child of ours and wait for it."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def main(prepare: Prepare = prepare_lean) -> None:
    """Be a server as the arguments say; never returns."""
    config = json.loads(sys.argv[1])
    connection = socket.socket(fileno=int(sys.argv[2]))
    try:
        inside = prepare(config)
        room.enter(config["readable"], _UID)
        # What a kernel lacks shows here and not at the first request.
        os.close(new_scratch(1 << 20))
        ready = inside()
        server = Server(connection, ready, base64.b64decode(config["filter"]))
    except BaseException as error:  # noqa: BLE001  the front must hear of it
        text = f"{type(error).__name__}: {error}"[:4000]
        connection.send(json.dumps({"error": text}).encode())
        os._exit(2)
    # Not to be touched by collections any more: a touched page is a page to copy in each child.
    gc.freeze()
    gc.disable()
    shown = "\n".join(ready.messages)[:_MESSAGES_SHOWN].split("\n")
    server.say_ready(shown, ready.refused)
    server.run()
