"""The first program inside the sandbox of a process that answers many requests: `main()` with CONFIG.

A child is confined and becomes the program, as in guest.py. This parent hands it one request at a time,
watches CPU time, memory and output of each, and sends one answer. The child can't reach the channel.

CONFIG is guest.py's; `report` is a stream socket. A message there is two little-endian 32-bit lengths, a
line of JSON and bytes.
In:  {"cpu_s", "memory", "output", "collect"} and what the program gets on standard input. Limits: seconds of
this request, bytes of resident anonymous memory in all, bytes of output. collect: the largest module that
is to be sent back, 0 for none; the scratch folder is empty afterwards.
Out: {"stopped", "code", "cpu_s", "memory", "output", "module", "errors", "trouble"} and the output, then the
module. The output ends with an empty line. With a code, the program has ended, and so does this one.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time

from harness.sandbox import watch
from harness.sandbox.programs import guest
from harness.sandbox.protocol import END, LENGTHS, MODULE
from harness.sandbox.syscalls import hide_memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_BLOCK = 1 << 16
_SCHEDULED = 2
_SHOWN = 2000


class _Stopped(Exception):
    """The request met a limit, or the program ended."""


class Session:
    """The program with its pipes, and the one request that is under way."""

    def __init__(self, config: dict[str, Any]) -> None:
        (child_in, self._input), (self._output, child_out), (self._errors, child_errors) = (
            os.pipe() for _ in range(3)
        )
        heard, status = os.pipe()
        parent = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            for number, handle in enumerate((child_in, child_out, child_errors)):
                os.dup2(handle, number)
            guest.become_lean(config, parent, status)
        for handle in (child_in, child_out, child_errors, status):
            os.close(handle)
        self.trouble = watch.trouble_in(b"".join(iter(lambda: os.read(heard, _BLOCK), b"")))
        os.close(heard)
        for handle in (self._input, self._output, self._errors):
            os.set_blocking(handle, False)
        self._process = os.pidfd_open(self._pid)
        self._status = os.open(f"/proc/{self._pid}/status", os.O_RDONLY | os.O_CLOEXEC)
        self._folder = guest.scratch_folder(config)
        # The kernel's number for the CPU clock of another process.
        self._clock = ~self._pid << 3 | _SCHEDULED
        self._stopped: str | None = None
        self.code: int | None = None
        self._said = b""

    def _cpu_s(self) -> float:
        with contextlib.suppress(OSError):
            return time.clock_gettime(self._clock)
        raise _Stopped

    def _memory(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            return watch.resident(self._status)
        return 0

    def ask(self, request: dict[str, Any], text: bytes) -> tuple[dict[str, Any], bytes]:
        """Have the program answer `text` within the request's limits."""
        found = bytearray()
        before = used = 0.0
        try:
            before = self._cpu_s()
            self._exchange(request, text, found, before)
            used = self._cpu_s() - before
        except _Stopped:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._process, signal.SIGKILL)
            used = self._reap() - before
        module = (guest.written(MODULE, request["collect"]) or b"") if request["collect"] else b""
        ended = self._stopped is None and self.code is not None
        if ended and (self.code == -signal.SIGXFSZ or self._folder.is_full()):
            self._stopped = "files"
        if request["collect"] and self.code is None:
            _empty_folder()
        answer = {
            "stopped": self._stopped,
            "code": self.code,
            "cpu_s": used,
            "memory": self._memory(),
            "output": len(found),
            "module": len(module),
            "errors": self._said.decode(errors="replace"),
            "trouble": self.trouble,
        }
        return answer, bytes(found) + module

    def _exchange(self, request: dict[str, Any], text: bytes, found: bytearray, before: float) -> None:
        poll = select.poll()
        for handle, wanted in (
            (self._input, select.POLLOUT),
            (self._output, select.POLLIN),
            (self._errors, select.POLLIN),
            (self._process, select.POLLIN),
        ):
            poll.register(handle, wanted)
        left, noise = memoryview(text), 0
        while not (found.endswith(END) and not left):
            ready = dict(poll.poll(guest.TICK_S * 1000))
            if self._input in ready and left:
                left = self._feed(left)
                if not left:
                    poll.unregister(self._input)
            if self._errors in ready and (block := _read(self._errors)):
                noise += len(block)
                self._said = (self._said + block)[-_SHOWN:]
            if self._output in ready and (block := _read(self._output)):
                found += block
            elif self._process in ready:
                raise _Stopped
            if len(found) + noise > request["output"]:
                self._stop("output")
            if self._memory() > request["memory"]:
                self._stop("memory")
            if self._cpu_s() - before >= request["cpu_s"]:
                self._stop("cpu")
            if self._folder.has_too_many():
                self._stop("files")

    def _feed(self, left: memoryview) -> memoryview:
        try:
            return left[os.write(self._input, left[:_BLOCK]) :]
        except BlockingIOError:
            return left
        except BrokenPipeError:
            raise _Stopped from None

    def _stop(self, why: str) -> None:
        self._stopped = why
        raise _Stopped

    def _reap(self) -> float:
        """The dead program's CPU seconds in all."""
        _, status, usage = os.wait4(self._pid, 0)
        self.code = os.waitstatus_to_exitcode(status)
        return usage.ru_utime + usage.ru_stime


def _read(handle: int) -> bytes:
    with contextlib.suppress(BlockingIOError):
        return os.read(handle, _BLOCK)
    return b""


def _empty_folder() -> None:
    for entry in os.scandir("."):
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)  # noqa: PTH108


def _receive(channel: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        block = channel.recv(size - len(data))
        if not block:
            os._exit(0)
        data += block
    return bytes(data)


def main() -> None:
    """Serve one program until the channel is closed or the program has ended."""
    config = json.loads(sys.argv[1])
    os.chdir(config["scratch"])
    hide_memory()
    channel = socket.socket(fileno=config["report"])
    channel.set_inheritable(False)
    session = Session(config)
    while session.code is None:
        head, size = LENGTHS.unpack(_receive(channel, LENGTHS.size))
        request = json.loads(_receive(channel, head))
        answer, data = session.ask(request, _receive(channel, size))
        line = json.dumps(answer).encode()
        channel.sendall(LENGTHS.pack(len(line), len(data)) + line + data)
    os._exit(0)
