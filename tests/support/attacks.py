"""What hostile code may try from where candidates are: one list for every program (standard library only).

`attempts` gives each by its name; `tried` makes them. The text of this file is what the tests run in place of
Lean, so everything that it needs is imported at its head. Outside of a sandbox only HARMLESS ones may be
made: the others would change the machine. No signal is ever sent but 0, which only asks.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import mmap
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Attempt = tuple[str, Callable[[], object]]
MIB = 1 << 20
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long
LIBC.mmap.restype = ctypes.c_void_p
LIBC.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
READ_WRITE, READ_EXECUTE, ALL = 3, 5, 7
PRIVATE, SHARED = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS
HUGE, GROWS_DOWN = 0x40000, 0x100


HARMLESS = (
    "write its folder", "read the library", "read /etc/passwd", "read /proc/self/maps", "read the secret",
    "write the secret", "see other processes", "symbolic link", "fifo", "rename across folders",
    "lock a file", "tcp", "udp", "unix socket", "abstract socket", "socket pair", "socket netlink",
    "socket unix datagram", "socket unix packets", "memory file", "executable memory",
    "writable executable memory", "memory made executable", "shared memory", "a stack that grows",
    "terabytes of addresses", "pidfd", "landlock", "be traceable", "no end with its parent", "timer file",
    "watch files", "priority", "persona", "alarm", "close a range", "fork", "kill its parent",
    "kill everybody", "a handler for the limit on CPU time", "an owner of signals",
)  # fmt: skip
"""What an ordinary process may do, and leaves nothing behind."""


def raw(number: int, *values: object) -> int:
    """A system call by its number; OSError when it fails."""
    words = [ctypes.c_long(value) if isinstance(value, int) else value for value in values]
    ctypes.set_errno(0)
    result: int = LIBC.syscall(ctypes.c_long(number), *words)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def mapped(protection: int, flags: int, size: int = MIB) -> int:
    address: int | None = LIBC.mmap(None, size, protection, flags, -1, 0)
    if address is None or address == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return address


def protect(protection: int) -> None:
    raw(10, ctypes.c_void_p(mapped(READ_WRITE, PRIVATE)), 4096, protection)


def read(path: str) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.read(handle, 10)
    os.close(handle)


def write(path: str) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))


def connect(family: int, address: Any, kind: int = socket.SOCK_STREAM) -> None:
    with socket.socket(family, kind) as client:
        client.settimeout(2)
        client.connect(address)
        client.send(b"x")


def close_all(*handles: Any) -> None:
    for each in handles:
        each.close()


def fork() -> None:
    if os.fork() == 0:
        os._exit(0)
    os.wait()


def other_processes() -> None:
    if not set(filter(str.isdigit, os.listdir("/proc"))) - {str(os.getpid())}:  # noqa: PTH208
        raise OSError(errno.ENOENT, "nobody else in sight")


def lock() -> None:
    handle = os.open("locked", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(handle, fcntl.LOCK_EX)
    finally:
        os.close(handle)


def rename_across_folders() -> None:
    os.mkdir("folder")  # noqa: PTH102
    write("moved")
    os.rename("moved", "folder/moved")  # noqa: PTH104


def attempts(targets: Mapping[str, Any]) -> Iterator[Attempt]:
    """targets: secret (a file outside), library (a folder that Lean reads), tcp, udp (ports), unix, abstract
    (addresses); executes: whether to leave out the execution of a program, which would end it."""
    secret, library, parent = targets["secret"], targets["library"], os.getppid()
    yield "write its folder", lambda: write("allowed")
    yield "read the library", lambda: os.listdir(library)  # noqa: PTH208
    for path in (
        *("/etc/passwd", "/proc/self/maps", "/proc/1/mem", f"/proc/{parent}/environ", "/dev/null"),
        *("../../../../.." + secret, "/proc/1/root" + secret, targets["code"]),
    ):
        yield f"read {path}", lambda path=path: read(path)  # type: ignore[misc]
    yield "read the secret", lambda: read(secret)
    yield "read its parent's descriptors", lambda: os.listdir(f"/proc/{parent}/fd")  # noqa: PTH208
    for path in (
        *(library + "/evil", "/tmp/evil", "/evil", "/dev/shm/evil", "/proc/sys/kernel/core_pattern"),
        targets["code"],
    ):
        yield f"write {path}", lambda path=path: write(path)  # type: ignore[misc]
    yield "write the secret", lambda: write(secret)
    yield "see other processes", other_processes
    yield "symbolic link", lambda: os.symlink("/etc", "link")  # noqa: PTH211
    yield "fifo", lambda: os.mkfifo("fifo")
    yield "rename across folders", rename_across_folders
    yield "lock a file", lock
    for number in range(3, 200):
        yield f"descriptor {number}", lambda number=number: os.fstat(number)  # type: ignore[misc]
    yield from _network(targets)
    yield from _memory()
    yield from _calls(parent)
    yield "fork", fork
    if not targets["executes"]:
        yield "execute", lambda: os.execv(sys.executable, [sys.executable, "-c", "pass"])
    yield "kill its parent", lambda: os.kill(parent, 0)
    yield "kill everybody", lambda: os.kill(-1, 0)
    yield "a handler for the limit on CPU time", lambda: raw(13, signal.SIGXCPU, 0, 0, 8)
    yield "an owner of signals", lambda: fcntl.fcntl(1, fcntl.F_SETOWN, os.getpid())
    yield "chroot", lambda: os.chroot(".")


def _network(targets: Mapping[str, Any]) -> Iterator[Attempt]:
    yield "tcp", lambda: connect(socket.AF_INET, ("127.0.0.1", targets["tcp"]))
    yield "udp", lambda: connect(socket.AF_INET, ("127.0.0.1", targets["udp"]), socket.SOCK_DGRAM)
    yield "unix socket", lambda: connect(socket.AF_UNIX, targets["unix"])
    yield "abstract socket", lambda: connect(socket.AF_UNIX, targets["abstract"])
    yield "socket pair", lambda: close_all(*socket.socketpair())
    for name, family, kind in (
        *(("netlink", 16, 3), ("packet", 17, 3), ("vsock", 40, 1), ("tcp 6", 10, 1), ("raw", 2, 3)),
        *(("unix datagram", 1, 2), ("unix packets", 1, 5), ("kernel crypto", 38, 5)),
    ):
        yield (
            f"socket {name}",
            lambda family=family, kind=kind: socket.socket(family, kind).close(),  # type: ignore[misc]
        )


def _memory() -> Iterator[Attempt]:
    yield "memory file", lambda: os.close(os.memfd_create("x"))
    yield "executable memory", lambda: mapped(READ_EXECUTE, PRIVATE)
    yield "writable executable memory", lambda: mapped(ALL, PRIVATE)
    yield "memory made executable", lambda: protect(READ_EXECUTE)
    yield "shared memory", lambda: mapped(READ_WRITE, SHARED)
    yield "huge pages", lambda: mapped(READ_WRITE, PRIVATE | HUGE, 2 * MIB)
    yield "a stack that grows", lambda: mapped(READ_WRITE, PRIVATE | GROWS_DOWN)
    yield "locked memory", lambda: raw(149, ctypes.c_void_p(mapped(READ_WRITE, PRIVATE)), 8192)
    yield "terabytes of addresses", lambda: mapped(0, PRIVATE, 2 << 40)


def _calls(parent: int) -> Iterator[Attempt]:
    limits = ctypes.create_string_buffer(b"\x01" + bytes(7) + b"\xff" * 8, 16)
    for name, call in {
        "trace": (101, 16, parent, 0, 0), "read another's memory": (310, parent, 0, 0, 0, 0, 0),
        "write another's memory": (311, parent, 0, 0, 0, 0, 0), "kill a thread": (200, parent, 0),
        "kill a thread of its parent": (234, parent, parent, 0),
        "queue a signal": (129, parent, 0, limits), "pidfd": (434, os.getpid(), 0), "vfork": (58,),
        "clone3": (435, 0, 88), "clone a process": (56, 17, 0, 0, 0, 0),
        "a thread with its own descriptors": (56, 0x10900, 0, 0, 0, 0),
        "new user namespace": (272, 0x10000000), "join a namespace": (308, 0, 0),
        "mount": (165, 0, 0, 0, 0, 0), "new file system": (430, b"tmpfs", 0), "bpf": (321, 0, 0, 0),
        "perf": (298, 0, 0, -1, -1, 0), "user faults": (323, 1), "keys": (250, 0, -3, 0),
        "system v memory": (29, 1234, 4096, 0o1666), "message queue": (68, 1234, 0o1666),
        "semaphores": (64, 1234, 1, 0o1666), "named message queue": (240, b"evil", 0o102, 0o600, 0),
        "io_uring": (425, 1, limits), "raise limits": (160, 4, limits),
        "raise limits by prlimit": (302, 0, 4, limits, 0), "be traceable": (157, 4, 1, 0, 0, 0),
        "no end with its parent": (157, 1, 0, 0, 0, 0), "open by handle": (304, 3, 0, 0),
        "set user": (105, 0), "new session": (112,), "new group": (109, 0, 0),
        "own filter": (317, 1, 0, 0), "kernel module": (175, 0, 0, 0), "landlock": (444, 0, 0, 1),
        "set the clock": (227, 0, limits), "timer": (222, 1, 0, limits), "alarm": (37, 100),
        "watch files": (294, 0), "timer file": (283, 1, 0), "signal file": (289, -1, limits, 8, 0),
        "run on one core": (203, 0, 0, 0), "priority": (141, 0, 0, 5), "swap": (167, 0, 0),
        "log": (103, 2, 0, 0), "reboot": (169, 0, 0, 0), "persona": (135, 0x40000),
        "hostname": (170, 0, 4), "capabilities": (126, 0, 0), "acct": (163, 0), "quota": (179, 0, 0, 0, 0),
        "control of modules": (313, 0, 0, 0), "close a range": (436, 300, 400, 0),
        "send a file": (40, 1, 0, 0, 0), "splice": (275, 0, 0, 1, 0, 1, 0),
        "terminal": (16, 1, 0x5412, limits),
    }.items():  # fmt: skip
        yield name, lambda call=call: raw(*call)  # type: ignore[misc]


def tried(targets: Mapping[str, Any]) -> dict[str, str | None]:
    """Every attempt: None where it succeeded, else the error. `only` of targets names those to make."""
    answers: dict[str, str | None] = {}
    only = targets.get("only")
    for name, action in attempts(targets):
        if only and name not in only:
            continue
        try:
            action()
            answers[name] = None
        except (OSError, ValueError) as error:
            number = error.errno if isinstance(error, OSError) else None
            answers[name] = errno.errorcode.get(number or 0, str(error))
    return answers
