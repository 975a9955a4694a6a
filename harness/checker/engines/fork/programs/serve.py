"""The server's program: import a header, then fork a confined child for each request.

`main` is started by the client with two arguments: the configuration as JSON and the descriptor of a socket
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
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from harness.checker.engines.fork import namespace
from harness.checker.engines.fork.protocol import DESCRIPTORS, PACKET, ChildLimits
from harness.sandbox import syscalls, watch
from harness.sandbox.confine import Confinement, Landlock, apply
from harness.sandbox.protocol import MODULE, SOURCE

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
_RESERVED = 16 << 30
"""Bytes of writable memory beyond its limit that a child may map: allocator and threads reserve more than
they use, and what they use is measured."""
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
"""Loads what the namespaces won't show; the result is called inside of them."""


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


def new_scratch(size: int) -> int:
    """A folder that only its descriptor leads to, with space for a file of `size` bytes. Raises OSError."""
    # Twice the limit of one file: the file's limit is met first, and its signal tells what happened.
    return syscalls.scratch_folder({"size": 2 * size, "nr_inodes": watch.FILES, "mode": "700"})


class ElaborationServer:
    """The loop: it waits for requests and for children, and looks at their memory while any runs."""

    def __init__(self, connection: socket.socket, ready: Ready, filter_program: bytes) -> None:
        self._connection, self._work, self._use_code = connection, ready.work, ready.use_code
        self._filter = syscalls.SystemCallFilter(filter_program)
        self._data = watch.mapped()[1]
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
        """Tell the client that requests may come."""
        first = {"ready": True, "messages": messages, "refused": refused, "memory": _resident(self._memory)}
        self._connection.send(json.dumps(first).encode())

    def run(self) -> None:
        """Serve until the client closes its end; never returns."""
        while True:
            for handle, _ in self._poll.poll(self._poll_ms()):
                if handle in self._children:
                    self._finish(handle)
                else:
                    self._receive()
            if self._children and time.monotonic() >= self._look_at:
                self._look_at_memory()

    def _poll_ms(self) -> float | None:
        """Milliseconds until a child could be over its memory limit."""
        return max(0.0, self._look_at - time.monotonic()) * 1000 + 1 if self._children else None

    def _look_at_memory(self) -> None:
        self._look_at = math.inf
        for handle, child in self._children.items():
            left = child.limits.memory - _resident(child.status)
            if left < 0 and child.stopped is None:
                self._kill(handle, "memory")
            self._look_when_full(left)

    def _look_when_full(self, left: int) -> None:
        """Look at the latest when a child could have filled `left` bytes more, with every core."""
        self._look_at = min(self._look_at, time.monotonic() + max(TICK_S, left / self._fill))

    def _receive(self) -> None:
        data, handles, flags, _ = socket.recv_fds(self._connection, PACKET, DESCRIPTORS)
        if not data:
            os._exit(0)
        request = json.loads(data)
        if "kill" in request:
            for handle, child in self._children.items():
                if child.ident == request["kill"]:
                    self._kill(handle, "client")
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
        syscalls.unshare(syscalls.NEW_PID, "pid namespace for a child")
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
            syscalls.enter_namespace(self._own_pids, syscalls.NEW_PID)
        except OSError:
            os._exit(1)

    def _confinement(
        self, limits: ChildLimits, streams: Sequence[int], scratch: int, trouble: int
    ) -> Confinement:
        """A child's. Its descriptors 3 and COMMANDS are closed before anything of the candidate runs."""
        text, output, errors, commands = streams
        return Confinement(
            # It is the first process of a pid namespace, and the server lies outside.
            parent=0,
            descriptors=(text, output, errors, trouble, commands),
            # Its siblings run as the same user: without one the limit on processes would be theirs together.
            user_namespace=True,
            root=scratch,
            cpu_s=limits.cpu_net_s,
            data=self._data + limits.memory + _RESERVED,
            address=limits.memory + limits.address,
            file_size=limits.scratch,
            open_files=limits.open_files,
            processes=limits.processes,
            landlock=Landlock(namespace.LANDLOCK_ABI, read=(), execute=False, scratch="/"),
            # A user namespace comes with all of them.
            capabilities=False,
            filter=self._filter,
        )

    def _child(self, limits: ChildLimits, streams: Sequence[int], scratch: int, trouble: int) -> None:
        """The candidate's process; never returns."""
        code = 97
        try:
            libc = ctypes.CDLL(None)
            apply(self._confinement(limits, streams, scratch, trouble))
            os.write(_TROUBLE, watch.BEGAN)
            os.close(_TROUBLE)
        except BaseException as error:  # noqa: BLE001  whatever it is, the client must hear of it
            watch.tell_trouble(error, trouble, _TROUBLE)
            os._exit(code)
        try:
            # Each message leaves as soon as it is whole, so that the client may stop at the first error.
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
        said = os.read(child.trouble, _BLOCK)
        trouble = watch.trouble_in(said) if said else ""
        stopped = module = None
        try:
            stopped = _stopped(child, code, cpu_s)
            module = watch.open_written(MODULE, child.limits.scratch, child.scratch)
        except OSError as error:
            trouble = f"what the text left can't be looked at: {error}"
        answer = {
            "id": child.ident,
            "code": code,
            "cpu_s": cpu_s,
            "stopped": stopped,
            "trouble": trouble,
            "began": said.startswith(watch.BEGAN),
            "module": None if module is None else os.fstat(module).st_size,
        }
        for each in (handle, child.scratch, child.status, child.trouble):
            os.close(each)
        self._answer(answer, [] if module is None else [module])
        if module is not None:
            os.close(module)

    def _answer(self, answer: dict[str, Any], handles: Sequence[int] = ()) -> None:
        self._answers += 1
        if self._answers % _MEMORY_EACH == 0:
            answer["memory"] = _resident(self._memory)
        socket.send_fds(self._connection, [json.dumps(answer).encode()], list(handles))


def _resident(status: int) -> int:
    """Bytes of memory of a process, see `watch.resident`; 0 once it is dead."""
    with contextlib.suppress(OSError):
        return watch.resident(status)
    return 0


def _stopped(child: _Child, code: int, cpu_s: float) -> str | None:
    # What was measured decides: a child may end with any code, those by which the kernel's limits end it
    # (see sandbox/confine.py) among them.
    if cpu_s >= child.limits.cpu_s:
        return "cpu"
    if child.stopped is not None:
        return child.stopped
    return "files" if _is_full(child, failed=code != 0) else None


def _is_full(child: _Child, *, failed: bool) -> bool:
    size = child.limits.scratch
    if watch.Folder(child.scratch, size, watch.FILES).has_too_many():
        return True
    if not failed:
        return False
    folder = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=child.scratch)
    try:
        return watch.Folder(folder, size, watch.FILES).is_full()
    finally:
        os.close(folder)


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
        namespace.enter(config["readable"], _UID)
        # What a kernel lacks shows here and not at the first request.
        os.close(new_scratch(1 << 20))
        ready = inside()
        server = ElaborationServer(connection, ready, base64.b64decode(config["filter"]))
    except BaseException as error:  # noqa: BLE001  the client must hear of it
        text = f"{type(error).__name__}: {error}"[:4000]
        connection.send(json.dumps({"error": text}).encode())
        os._exit(2)
    # Not to be touched by collections any more: a touched page is a page to copy in each child.
    gc.freeze()
    gc.disable()
    shown = "\n".join(ready.messages)[:_MESSAGES_SHOWN].split("\n")
    server.say_ready(shown, ready.refused)
    server.run()
