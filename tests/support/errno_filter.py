"""System calls that fail at will, in a program and all that it starts: a seccomp filter that asks (x86-64).

`Failing.start(command)` runs a program under a filter that was installed before its first instruction. Each
call of those that are watched waits for our answer: an error number, or to go on as if nothing were.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import random
import resource
import select
import signal
import struct
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CALLS: Mapping[str, int] = {
    "read": 0, "write": 1, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10, "brk": 12,
    "pread64": 17, "pwrite64": 18, "dup": 32, "dup2": 33, "sendto": 44, "recvfrom": 45, "sendmsg": 46,
    "recvmsg": 47, "socketpair": 53, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "wait4": 61,
    "fcntl": 72, "fsync": 74, "fdatasync": 75, "ftruncate": 77, "rename": 82, "mkdir": 83, "unlink": 87,
    "pivot_root": 155, "prctl": 157, "chroot": 161, "mount": 165, "epoll_ctl": 233, "openat": 257,
    "newfstatat": 262, "renameat": 264, "unshare": 272, "accept4": 288, "eventfd2": 290,
    "epoll_create1": 291, "dup3": 292, "pipe2": 293, "prlimit64": 302, "setns": 308, "seccomp": 317,
    "memfd_create": 319, "statx": 332, "pidfd_send_signal": 424, "fsopen": 430, "fsconfig": 431,
    "fsmount": 432, "pidfd_open": 434, "clone3": 435, "close_range": 436, "mount_setattr": 442,
    "landlock_create_ruleset": 444, "landlock_restrict_self": 446,
}  # fmt: skip
_CLONE, _CLONE_THREAD = 56, 0x10000
_SECCOMP, _PIDFD_GETFD = 317, 438
_SET_MODE_FILTER, _NEW_LISTENER = 1, 8
_SET_NO_NEW_PRIVS = 38
_NOTIFY, _ALLOW, _ARCH = 0x7FC00000, 0x7FFF0000, 0xC000003E
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_CONTINUE = 1
_NOTIF, _ANSWER, _LINE = struct.Struct("<QIIiIQ6Q"), struct.Struct("<QqiI"), struct.Struct("<HBBI")
_libc = ctypes.CDLL(None, use_errno=True)


def _program(numbers: Sequence[int]) -> bytes:
    """Ask about these calls of this architecture, allow all others."""
    load, jump_equal, done = 0x20, 0x15, 0x06
    lines = [(load, 0, 0, 4), (jump_equal, 0, len(numbers) + 1, _ARCH), (load, 0, 0, 0)]
    for place, number in enumerate(numbers):
        lines.append((jump_equal, len(numbers) - place, 0, number))
    lines += [(done, 0, 0, _ALLOW), (done, 0, 0, _NOTIFY)]
    return b"".join(_LINE.pack(*line) for line in lines)


def _install(program: bytes) -> int:
    """Filter this thread from now on; the descriptor to answer by."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = ctypes.create_string_buffer(
        struct.pack("<HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    )
    zero = ctypes.c_ulong(0)
    _libc.prctl(_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero)
    handle = _libc.syscall(ctypes.c_long(_SECCOMP), _SET_MODE_FILTER, _NEW_LISTENER, header)
    if handle < 0:
        raise OSError(ctypes.get_errno(), "no filter can be installed")
    return int(handle)


@dataclass
class Faults:
    """Which calls fail, how, and how often; `on` switches all of them.

    helpers: spare the program itself, so that only what it starts fails. threads: of `clone`, only those that
    make a thread. made: how many calls were made to fail.
    """

    calls: Sequence[str]
    error: int
    share: float
    seed: int = 0
    helpers: bool = False
    threads: bool = False
    on: bool = False
    made: int = 0
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def next(self, number: int, first: int, *, own: bool) -> int:
        """The error of the next call, 0 for none. first: its first argument. own: it is the program's own."""
        if not self.on or (own and self.helpers) or self._random.random() >= self.share:
            return 0
        if self.threads and not (number == _CLONE and first & _CLONE_THREAD):
            return 0
        self.made += 1
        return self.error


@dataclass(frozen=True)
class Start:
    """How a program begins: a `cgroup.procs` file to enter, (what, value) for setrlimit, more variables."""

    group: Path | None = None
    limits: Sequence[tuple[int, int]] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


class Failing:
    """A running program whose calls are watched."""

    def __init__(self, pid: int, listener: int, faults: Faults) -> None:
        self.pid, self.faults, self._listener = pid, faults, listener
        self.code: int | None = None
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    @classmethod
    def start(
        cls, command: Sequence[str], faults: Faults, *, output: int, start: Start | None = None
    ) -> Failing:
        """Run `command`, its standard output and errors to the descriptor `output`.

        start: what holds from its start on.
        """
        program = _program([CALLS[name] for name in faults.calls])
        told, say = os.pipe()
        wait, go = os.pipe()
        pid = os.fork()
        if pid == 0:
            _become(command, program, (say, wait), output, start or Start())
        os.close(say)
        os.close(wait)
        number = os.read(told, 16)
        os.close(told)
        if not number:
            raise OSError("the program couldn't be started under a filter")
        self = cls(pid, _listener_of(pid, int(number)), faults)
        # Its own copy of the listener goes with execve.
        os.write(go, b"go")
        os.close(go)
        return self

    def _answer(self) -> None:
        poll = select.poll()
        poll.register(self._listener, select.POLLIN)
        while True:
            for _, event in poll.poll(1000):
                if not event & select.POLLIN:
                    return
                buffer = bytearray(_NOTIF.size)
                try:
                    fcntl.ioctl(self._listener, _RECEIVE, buffer)
                    ident, pid, _, number, _, _, first, *_ = _NOTIF.unpack(buffer)
                    error = self.faults.next(number, first, own=pid == self.pid)
                    answer = _ANSWER.pack(ident, 0, -error, 0 if error else _CONTINUE)
                    fcntl.ioctl(self._listener, _SEND, bytearray(answer))
                except OSError as failed:
                    # The one who asked was interrupted or has ended.
                    if failed.errno not in (errno.ENOENT, errno.EINTR):
                        return

    def ended(self) -> bool:
        """Whether the program has ended; its descendants may not have."""
        if self.code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
        return self.code is not None

    def wait(self, timeout_s: float) -> bool:
        """Whether it ended within the time."""
        end = time.monotonic() + timeout_s
        while not self.ended():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def close(self) -> None:
        """End it, whatever it does; what it started ends with it."""
        self.faults.on = False
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.wait(20)
        self._thread.join(20)
        os.close(self._listener)


def _become(
    command: Sequence[str], program: bytes, pipes: tuple[int, int], output: int, start: Start
) -> None:
    say, wait = pipes
    try:
        if start.group is not None:
            start.group.write_text(str(os.getpid()))
        for what, value in start.limits:
            resource.setrlimit(what, (value, value))
        null = os.open(os.devnull, os.O_RDONLY)
        for target, source in ((0, null), (1, output), (2, output)):
            os.dup2(source, target)
        handle = os.dup(null)
        os.close(handle)
        # The lowest free number will be the listener's. Told now: later the call may be watched.
        os.write(say, str(handle).encode())
        if _install(program) != handle:
            os._exit(98)
        os.read(wait, 2)
        os.execve(command[0], list(command), {**os.environ, **start.environment})
    finally:
        os._exit(99)


def _listener_of(pid: int, number: int) -> int:
    """Our own copy of the listener, once it is there."""
    process = os.pidfd_open(pid)
    end = time.monotonic() + 10
    try:
        while time.monotonic() < end:
            found = int(_libc.syscall(ctypes.c_long(_PIDFD_GETFD), process, number, 0))
            if found >= 0:
                if "seccomp" in str(Path(f"/proc/self/fd/{found}").readlink()):
                    return found
                os.close(found)
            time.sleep(0.002)
    finally:
        os.close(process)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    raise OSError("the listener can't be had")
