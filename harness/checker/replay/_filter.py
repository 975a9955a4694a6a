"""The system call filter of a replaying child: memory, clocks, and the descriptors that it has (x86-64).

It opens nothing, starts nothing, signals nobody and makes no socket. Memory may not become executable, shared
or read-only: the latter two would escape the limit on data.
"""

from __future__ import annotations

import errno
import struct

_ALLOWED = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "munmap": 11, "brk": 12, "rt_sigaction": 13,
    "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25, "madvise": 28, "getpid": 39,
    "exit": 60, "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131, "gettid": 186, "futex": 202,
    "sched_getaffinity": 204, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
    "exit_group": 231, "getcpu": 309, "getrandom": 318,
}  # fmt: skip
_MMAP, _MPROTECT = 9, 10
_READ_WRITE, _PROT_EXEC = 3, 4
_MAP_SHARED, _MAP_GROWSDOWN = 0x1, 0x100

_ARCH_X86_64, _X32_BIT = 0xC000003E, 0x40000000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
_NUMBER, _ARCH = 0, 4

_Line = tuple[int, int, int, int]


def program() -> bytes:
    """The filter as an array of `struct sock_filter`. What isn't allowed fails with EPERM."""
    code: list[_Line] = [
        (_LOAD, 0, 0, _ARCH),
        (_EQUAL, 1, 0, _ARCH_X86_64),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, _KILL),
    ]
    for number in sorted(_ALLOWED.values()):
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    code += _only(_MPROTECT, (_LOAD, 0, 0, _low(2)), (_EQUAL, 1, 0, _READ_WRITE), (_EQUAL, 0, 1, 0))
    code += _only(
        _MMAP,
        (_LOAD, 0, 0, _low(2)),
        (_ANY_BIT, 3, 0, _PROT_EXEC),
        (_LOAD, 0, 0, _low(3)),
        (_ANY_BIT, 1, 0, _MAP_SHARED | _MAP_GROWSDOWN),
    )
    code.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(struct.pack("<HBBI", *line) for line in code)


def _low(argument: int) -> int:
    """Where the low half of an argument lies in `struct seccomp_data`."""
    return 16 + 8 * argument


def _only(number: int, *tests: _Line) -> list[_Line]:
    """Allow call `number` if control falls through `tests`; one line further it is refused."""
    lines = [*tests, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return [(_EQUAL, 0, len(lines), number), *lines]
