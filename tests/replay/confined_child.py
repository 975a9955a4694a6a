"""A child confined like a replay's, which then tries what hostile native code would: prints what got through.

python -I -S confined_child.py REPOSITORY SECRET MODE: run as a program of its own. MODE is "confined", or
"free" for the harmless attempts of a child that isn't confined.
"""

import ctypes
import fcntl
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from functools import partial

sys.path.insert(0, sys.argv[1])

from harness.checker.replay import _filter
from harness.checker.replay._confine import SyscallFilter, confine, keep_descriptors, used_memory

MIB = 1 << 20
HARMLESS = {
    "read a file",
    "write a file",
    "list a folder",
    "fork",
    "open a pidfd",
    "socket 1 1",
    "socket 2 1",
    "socket pair",
    "memory file",
    "executable memory",
    "shared anonymous memory",
    "memory made executable",
    "memory made read-only",
    "more memory than its limit",
    "page tables of a large reservation",
    "an owner of signals",
}
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]


def syscall(number: int, *values: object) -> int:
    result: int = libc.syscall(ctypes.c_long(number), *values)
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def mapped(protection: int, flags: int, size: int = 1 * MIB) -> int:
    address: int | None = libc.mmap(None, size, protection, flags, -1, 0)
    if address is None or address == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), "refused")
    return address


def read_sparsely(size: int) -> None:
    """One byte of each 2 MiB: it takes page tables, which no limit on data counts."""
    start = mapped(1, 0x4022, size)
    for at in range(start, start + size, 2 * MIB):
        ctypes.c_ubyte.from_address(at).value  # noqa: B018


def attempts(parent: int, secret: str, writable: str) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "read a file", lambda: os.open(secret, os.O_RDONLY)
    yield "write a file", lambda: os.open(writable, os.O_WRONLY | os.O_CREAT)
    yield "list a folder", lambda: os.listdir("/")  # noqa: PTH208
    yield "fork", os.fork
    yield "start a thread", lambda: syscall(56, 0x3D0F00, 0, 0, 0, 0)
    yield "clone3", lambda: syscall(435, 0, 0)
    yield "run a program", lambda: os.execv(sys.executable, [sys.executable, "-c", "pass"])
    yield "kill its parent", lambda: os.kill(parent, signal.SIGUSR1)
    yield "kill everybody", lambda: os.kill(-1, 0)
    yield "tgkill its parent", lambda: syscall(234, parent, parent, int(signal.SIGUSR1))
    yield "open a pidfd", lambda: os.pidfd_open(parent)
    yield "trace its parent", lambda: syscall(101, 16, parent, 0, 0)
    yield "read its parent's memory", lambda: syscall(310, parent, 0, 0, 0, 0, 0)
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            yield f"socket {int(family)} {int(kind)}", partial(socket.socket, family, kind)
    yield "socket pair", socket.socketpair
    yield "shared memory", lambda: syscall(29, 0, 4096, 0o1600)
    yield "memory file", lambda: os.memfd_create("x")
    yield "io_uring", lambda: syscall(425, 8, 0)
    yield "executable memory", lambda: mapped(7, 0x22)
    yield "shared anonymous memory", lambda: mapped(3, 0x21)
    yield (
        "memory made executable",
        lambda: syscall(10, ctypes.c_void_p(mapped(3, 0x22)), ctypes.c_long(4096), 5),
    )
    yield (
        "memory made read-only",
        lambda: syscall(10, ctypes.c_void_p(mapped(3, 0x22)), ctypes.c_long(4096), 1),
    )
    yield "higher limits", lambda: syscall(302, 0, 2, ctypes.create_string_buffer(b"\xff" * 16, 16), 0)
    yield "namespaces", lambda: syscall(272, 0x10000000)
    yield "another user", lambda: syscall(105, 0)
    yield "a descriptor left open", lambda: os.write(5, b"x")
    yield "more memory than its limit", lambda: bytearray(96 * MIB)
    yield "page tables of a large reservation", lambda: read_sparsely(20 << 30)
    yield "huge pages", lambda: mapped(3, 0x40022, 2 * MIB)
    yield "a lock on a file", lambda: syscall(72, 1, 6, ctypes.create_string_buffer(32))
    yield "an owner of signals", lambda: fcntl.fcntl(1, fcntl.F_SETOWN, os.getpid())


def main() -> None:
    parent = os.getpid()
    signal.signal(signal.SIGUSR1, lambda *_: os.write(1, b"the parent got a signal\n"))
    inherited = os.open(os.devnull, os.O_WRONLY)
    os.dup2(inherited, 5)
    pid = os.fork()
    if pid == 0:
        keep_descriptors(0, 1, 2)
        free = sys.argv[3] == "free"
        if not free:
            confine(
                parent=parent,
                cpu_s=5,
                memory=64 * MIB,
                base=used_memory(),
                syscalls=SyscallFilter(_filter.program()),
            )
        tried = 0
        for what, attempt in attempts(parent, sys.argv[2], sys.argv[2] + ".new"):
            if free and what not in HARMLESS:
                continue
            tried += 1
            try:
                result = attempt()
            except (OSError, MemoryError):
                continue
            if os.getpid() != parent and what == "fork" and result == 0:
                os._exit(0)
            os.write(1, f"{what}\n".encode())
        os.write(1, f"tried {tried}\n".encode())
        os._exit(0)
    print("ended with", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
